namespace BackOffice.Core.Routing.Targets;

/// <summary>
/// EventBridge's input transformer: variables taken from the event, put into a template (EventBridge User Guide, "Input transformation").
/// See <see cref="InputTemplate"/> for the rules.
/// </summary>
public sealed record InputTransformer
{
    public const int MostVariables = 100;
    public const int LongestTemplate = 8_192;

    /// <summary>Variable names to paths of names joined with dots: <c>order</c> to <c>$.detail.orderId</c>.</summary>
    public IReadOnlyDictionary<string, string> InputPathsMap { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>JSON, or any text, with <c>&lt;variable&gt;</c> in it.</summary>
    public required string InputTemplate { get; init; }

    public bool Equals(InputTransformer? other) =>
        other is not null && other.InputTemplate == InputTemplate && other.InputPathsMap.Count == InputPathsMap.Count
        && InputPathsMap.All(pair => other.InputPathsMap.TryGetValue(pair.Key, out var path) && path == pair.Value);

    public override int GetHashCode() => InputTemplate.GetHashCode(StringComparison.Ordinal);
}
