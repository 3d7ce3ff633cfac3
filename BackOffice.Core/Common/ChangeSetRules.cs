using BackOffice.Core.Audit;

namespace BackOffice.Core.Common;

/// <summary>What every backend refuses in a change set before it looks at what is stored: what one of them could not take.</summary>
public static class ChangeSetRules
{
    /// <summary>Up to so many items are compared in pairs, which needs no memory: nearly every change set.</summary>
    private const int Few = 8;

    /// <summary>Null when the change set is sound, else everything that is wrong with it.</summary>
    public static Invalid? Check(ChangeSet change)
    {
        List<FieldError>? errors = null;
        if (change.Subject.Value is not { } subject || subject.IndexOf('/', StringComparison.Ordinal) is <= 0)
            Add("subject", "A subject is kind/name.");
        if (change.ExpectedVersion < 0)
            Add("expectedVersion", "A version is 0 or more.");
        if (change.Head.IsEmpty)
            Add("head", "The head is empty.");
        if (change.Items > ChangeSet.MaxItems)
            Add("items", $"{change.Items} items are more than the {ChangeSet.MaxItems} of one transaction.");
        if (HasTwice(change.Children, static child => (child.Kind, child.Key)))
            Add("children", "A child is written twice.");
        if (HasTwice(change.AddKeys.Count == 0 || change.RemoveKeys.Count == 0 ? Longer(change) : [.. change.AddKeys, .. change.RemoveKeys], static key => (key.Class, key.Value)))
            Add("keys", "A key is written twice.");
        if (change.Dues is { Count: > 1 } dues && HasTwice(dues, static due => due.Kind))
            Add("dues", "A kind of due moment is there twice.");
        if (AuditBreaks(change) is { } broken)
            Add("audit", broken);
        return errors is null ? null : new Invalid(errors);

        void Add(string field, string message) => (errors ??= []).Add(new FieldError(field, message));
    }

    private static IReadOnlyList<LookupKey> Longer(ChangeSet change) => change.AddKeys.Count > 0 ? change.AddKeys : change.RemoveKeys;

    private static bool HasTwice<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> keyOf)
    {
        if (items.Count <= Few)
        {
            for (var i = 1; i < items.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (EqualityComparer<TKey>.Default.Equals(keyOf(items[i]), keyOf(items[j])))
                        return true;
                }
            }

            return false;
        }

        var seen = new HashSet<TKey>(items.Count);
        foreach (var item in items)
        {
            if (!seen.Add(keyOf(item)))
                return true;
        }

        return false;
    }

    /// <summary>Links within the change set; that the first follows what is stored, the store itself checks.</summary>
    private static string? AuditBreaks(ChangeSet change)
    {
        for (var i = 0; i < change.Audit.Count; i++)
        {
            var entry = change.Audit[i].Entry;
            if (entry.Subject != change.Subject.Value)
                return "An entry belongs to another subject.";
            if (i > 0 && (entry.Previous != change.Audit[i - 1].Entry.Hash || entry.Number != change.Audit[i - 1].Entry.Number + 1))
                return "The entries do not follow each other.";
        }

        return null;
    }
}
