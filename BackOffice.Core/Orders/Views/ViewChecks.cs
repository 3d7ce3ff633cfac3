using BackOffice.Core.Common;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Core.Orders.Views;

/// <summary>What a view's form must hold.</summary>
internal static class ViewChecks
{
    public const int LongestName = 60;

    /// <summary>Everything that is wrong, whatever is stored; null when nothing is.</summary>
    public static Invalid? Of(SaveView command)
    {
        var errors = new List<FieldError>();
        if (!CommandChecks.IsId(command.CommandId))
            errors.Add(CommandChecks.WrongId("commandId"));
        if (!CommandChecks.IsId(command.ViewId))
            errors.Add(CommandChecks.WrongId("id"));
        if (string.IsNullOrWhiteSpace(command.Name) || command.Name.Length > LongestName || command.Name.Any(char.IsControl))
            errors.Add(new("name", $"1 to {LongestName} characters."));
        if (command.Query is null || command.Query.Length > QueryText.MaxLength)
            errors.Add(new("query", $"At most {QueryText.MaxLength} characters; empty for all orders."));
        if (!Enum.IsDefined(command.Audience))
            errors.Add(new("audience", "private, role or everyone."));
        else if (command.Audience is ViewAudience.Role != command.Role is not null)
            errors.Add(new("role", "A view for a role names it, and no other view does."));
        if (command.ExpectedVersion < 0)
            errors.Add(new("expectedVersion", "0 for a new view, else the version you saw."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    /// <summary>A query that is saved must be sound, so that only a later program can break it; and it never holds a voucher's code, which is money.</summary>
    public static Invalid? OfQuery(string text, DateTimeOffset now)
    {
        var parsed = QueryText.Parse(text, now, TimeZoneInfo.Utc);
        if (!parsed.IsSound)
            return new Invalid([.. parsed.Problems.Select(problem => new FieldError("query", (Sentence)$"At character {problem.At + 1}: {problem.Said}"))]);
        return VoucherLookup.CodeIn(text) is not null
            ? new Invalid("query", "A voucher's code is as good as money and is not kept. Use voucher: with its last four characters.")
            : null;
    }
}
