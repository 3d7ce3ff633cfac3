using System.Text.Json;
using System.Text.RegularExpressions;

namespace BackOffice.Tests.Conformance;

/// <summary>
/// Compares recorded values with ours: the recorder parsed texts that held objects, and put masks for what differs from run to run. A Lambda
/// failure's cause holds another runtime's stack, so its message and type alone count.
/// </summary>
internal static partial class Recording
{
    private static readonly HashSet<string> s_masks = new(StringComparer.Ordinal)
    {
        "timestamp", "start-time", "date", "snf_role_arn", "activity_arn", "RandomNumberGenerated", "generated-uuid", "entered-time", "\"date\"",
        "x-amzn-RequestId", "X-Amzn-Trace-Id", "RequestId", "stateExitedEventDetails.output", "executionSucceededEventDetails.output",
    };

    public static bool Same(JsonElement recorded, string ours)
    {
        if (recorded.ValueKind == JsonValueKind.String && Matches(recorded.GetString() ?? "", ours))
            return true;
        try
        {
            using var parsed = JsonDocument.Parse(ours);
            if (Same(recorded, parsed.RootElement))
                return true;
            if (recorded.ValueKind != JsonValueKind.String)
                return false;
            using var text = JsonDocument.Parse(recorded.GetString() ?? "");
            return Same(text.RootElement, parsed.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static bool Same(JsonElement recorded, JsonElement ours)
    {
        if (recorded.ValueKind == JsonValueKind.String && s_masks.Contains(recorded.GetString() ?? ""))
            return true;
        if (recorded.ValueKind is JsonValueKind.Object or JsonValueKind.Array && ours.ValueKind == JsonValueKind.String)
            return Same(recorded, ours.GetString() ?? "");
        return (recorded.ValueKind, ours.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) when IsLambdaError(recorded) =>
                Same(recorded.GetProperty("errorType"), ours.GetProperty("errorType"))
                && Same(recorded.GetProperty("errorMessage"), ours.GetProperty("errorMessage")),
            (JsonValueKind.Object, JsonValueKind.Object) =>
                recorded.EnumerateObject().Count() == ours.EnumerateObject().Count()
                && recorded.EnumerateObject().All(m => ours.TryGetProperty(m.Name, out var other) && Same(m.Value, other)),
            (JsonValueKind.Array, JsonValueKind.Array) =>
                recorded.GetArrayLength() == ours.GetArrayLength() && recorded.EnumerateArray().Zip(ours.EnumerateArray()).All(p => Same(p.First, p.Second)),
            (JsonValueKind.Number, JsonValueKind.Number) => recorded.GetDouble().Equals(ours.GetDouble()),
            (JsonValueKind.String, JsonValueKind.String) => SameText(recorded.GetString() ?? "", ours.GetString() ?? ""),
            var (a, b) => a == b,
        };
    }

    private static bool IsLambdaError(JsonElement value) => value.TryGetProperty("errorType", out _) && value.TryGetProperty("stackTrace", out _);

    /// <summary>A text in a text: the cause of a Lambda failure inside a caught error.</summary>
    private static bool SameText(string recorded, string ours)
    {
        if (Matches(recorded, ours))
            return true;
        if (!recorded.StartsWith('{'))
            return false;
        using var document = JsonDocument.Parse(recorded);
        return IsLambdaError(document.RootElement) && Same(document.RootElement, ours);
    }

    private static bool Matches(string recorded, string ours)
    {
        if (recorded == ours || s_masks.Contains(recorded))
            return true;
        return Mask().IsMatch(recorded)
            && Regex.IsMatch(ours, "^" + string.Join(".+", Mask().Split(recorded).Select(Regex.Escape)) + "$", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex("<[A-Za-z][A-Za-z0-9_-]*(?::\\d+)?>|(?<=:)111111111111(?=:)|lambda_function(?:_\\d)?_name|function_name_branch\\d", RegexOptions.ExplicitCapture)]
    private static partial Regex Mask();
}
