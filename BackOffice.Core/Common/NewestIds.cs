using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>
/// The ids of the newest subjects of a kind, in a head of their own. An id is written before its subject: one without a subject is a start that did not come to be.
/// </summary>
internal sealed class NewestIds(IStore store, SubjectId subject)
{
    private const int Most = 20;

    /// <summary>Starts are rare; more conflicts in a row are a bug that must surface.</summary>
    private const int MaxTries = 20;

    /// <summary>Newest first, at most 20.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken) => (await LoadAsync(cancellationToken).ConfigureAwait(false)).Ids;

    /// <summary>Null when the id is there, also where it was before.</summary>
    public async Task<Error?> AddAsync(string id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (known.Ids.Contains(id))
                return null;
            var next = new StoredIds(known.Version + 1, [id, .. known.Ids.Take(Most - 1)]);
            var committed = await store.CommitAsync(
                new ChangeSet { Subject = subject, ExpectedVersion = known.Version, Head = JsonSerializer.SerializeToUtf8Bytes(next, NewestIdsJson.Default.StoredIds) }, cancellationToken).ConfigureAwait(false);
            if (committed.Error is not Conflict { Code: "store.version" or "store.exists" } || attempt == MaxTries)
                return committed.Error;
        }
    }

    private async Task<StoredIds> LoadAsync(CancellationToken cancellationToken)
    {
        if (await store.GetAsync(subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return new StoredIds(0, []);
        var ids = JsonSerializer.Deserialize(stored.Json.Span, NewestIdsJson.Default.StoredIds) ?? throw new InvalidDataException($"{subject} is stored empty.");
        return ids with { Version = stored.Version };
    }
}

internal sealed record StoredIds(long Version, IReadOnlyList<string> Ids);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredIds))]
internal sealed partial class NewestIdsJson : JsonSerializerContext;
