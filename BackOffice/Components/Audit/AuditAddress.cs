using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Components.Audit;

/// <summary>The address of one entry: <c>/audit/order/GC-4417-0932/3</c>.</summary>
public static class AuditAddress
{
    public static string Of(AuditEntry entry) => Of(entry.Subject, entry.Number);

    public static string Of(string subject, long number)
    {
        var id = new SubjectId(subject);
        return FormattableString.Invariant($"/audit/{Uri.EscapeDataString(id.Kind)}/{Uri.EscapeDataString(id.Name)}/{number}");
    }
}
