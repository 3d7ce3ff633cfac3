using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>
/// A subject's head with views in it: <c>views/shared</c> holds all that are for a role or for everyone, <c>views/</c> and an actor's id the private ones of
/// that actor. So what a person sees is two key reads. A view that is in both (a move between them was cut short) is the shared one.
/// </summary>
internal sealed record ViewShelf
{
    public static readonly SubjectId Shared = new("views/shared");

    [JsonIgnore]
    public SubjectId Subject { get; init; }

    public long Version { get; init; }

    public IReadOnlyList<SavedView> Views { get; init; } = [];

    public AuditHead Audit { get; init; } = AuditHead.None;

    public static SubjectId Of(string actorId) => new("views/" + actorId);

    public SavedView? Find(string viewId) => Views.FirstOrDefault(view => view.Id == viewId);

    public ViewShelf With(SavedView view) => this with { Views = [.. Views.Where(other => other.Id != view.Id), view] };

    public ViewShelf Without(string viewId) => this with { Views = [.. Views.Where(other => other.Id != viewId)] };

    public static async Task<ViewShelf> ReadAsync(IStore store, SubjectId subject, CancellationToken cancellationToken) =>
        await store.GetAsync(subject, cancellationToken).ConfigureAwait(false) is { } stored && JsonSerializer.Deserialize(stored.Json.Span, ViewJson.Default.ViewShelf) is { } shelf
            ? shelf with { Subject = subject, Version = stored.Version }
            : new ViewShelf { Subject = subject };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(ViewShelf))]
internal sealed partial class ViewJson : JsonSerializerContext;
