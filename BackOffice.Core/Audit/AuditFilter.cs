namespace BackOffice.Core.Audit;

/// <summary>What no index answers: entries are looked at one by one, in the order of an <see cref="AuditQuery"/>, a bounded number a page.</summary>
/// <param name="SubjectKind"><c>order</c>, <c>flag</c>, <c>batch</c>: the part of a subject before its slash.</param>
/// <param name="From">Written then or later.</param>
/// <param name="Before">Written before.</param>
/// <param name="Text">In the actor's name, the reason, the note or a change; case does not count. What was erased is not found.</param>
public sealed record AuditFilter(string? SubjectKind = null, DateTimeOffset? From = null, DateTimeOffset? Before = null, string? Text = null)
{
    public static readonly AuditFilter None = new();

    public bool Takes(StoredAudit stored) =>
        (SubjectKind is null || stored.Entry.Subject.StartsWith(SubjectKind + "/", StringComparison.Ordinal))
        && !(stored.Entry.At < From) && !(stored.Entry.At >= Before)
        && (Text is null || Holds(stored.Detail?.ActorName) || Holds(stored.Detail?.Reason) || Holds(stored.Detail?.Note)
            || stored.Detail?.Changes.Any(change => Holds(change.Field) || Holds(change.Before) || Holds(change.After)) == true);

    private bool Holds(string? text) => text?.Contains(Text ?? "", StringComparison.OrdinalIgnoreCase) == true;
}
