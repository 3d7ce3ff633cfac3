using System.Globalization;
using System.Text;
using BackOffice.Core.Workflows.Asl;

namespace BackOffice.Core.Workflows.Interpreter;

/// <summary>The optimised integration <c>lambda:invoke</c>: what the function gets, and what the state gets back.</summary>
internal static class LambdaInvocation
{
    /// <summary>The function's name and its event. A Payload that is a text is the event's JSON text, and none is <c>{}</c> (recorded).</summary>
    /// <returns>The event is null when the text is no JSON.</returns>
    /// <exception cref="StateFailure">FunctionName names no function.</exception>
    public static (string Function, Json? Event) Read(Json parameters)
    {
        var name = (parameters as JsonObj)?.Get("FunctionName");
        var function = name is JsonStr text ? TaskResource.FunctionName(text.Value) : null;
        if (function is null)
            throw new StateFailure(StatesError.Runtime, $"The value for the field 'FunctionName' must be the name of a function, but is {name?.Text ?? "missing"}");
        return (function, ((JsonObj)parameters).Get("Payload") switch
        {
            null or JsonNull => Json.Empty,
            JsonStr payload => Json.TryParse(payload.Value, out var parsed) ? parsed : null,
            var payload => payload,
        });
    }

    /// <summary>Lambda's answer with the payload in it, with the members that the integration adds.</summary>
    public static Json Response(Json payload, DateTimeOffset at, SeededRandom random)
    {
        var request = Json.Of(random.Uuid().ToString("D"));
        (string Name, Json Value)[] headers =
        [
            ("Connection", Json.Of("keep-alive")),
            ("Content-Length", Json.Of(Encoding.UTF8.GetByteCount(payload.Text).ToString(CultureInfo.InvariantCulture))),
            ("Content-Type", Json.Of("application/json")),
            ("Date", Json.Of(at.UtcDateTime.ToString("R", CultureInfo.InvariantCulture))),
            ("X-Amz-Executed-Version", Json.Of("$LATEST")),
            ("x-amzn-Remapped-Content-Length", Json.Of("0")),
            ("x-amzn-RequestId", request),
            ("X-Amzn-Trace-Id", Json.Of($"root=1-{at.ToUnixTimeSeconds():x8}-{random.Uuid().ToString("N")[..24]};sampled=0")),
        ];
        return new JsonObj(
        [
            new("ExecutedVersion", Json.Of("$LATEST")),
            new("Payload", payload),
            new("SdkHttpMetadata", new JsonObj(
            [
                new("AllHttpHeaders", Object(headers, value => new JsonArr([value]))),
                new("HttpHeaders", Object(headers, value => value)),
                new("HttpStatusCode", Json.Of(200)),
            ])),
            new("SdkResponseMetadata", new JsonObj([new("RequestId", request)])),
            new("StatusCode", Json.Of(200)),
        ]);
    }

    private static JsonObj Object((string Name, Json Value)[] members, Func<Json, Json> value) =>
        new(Array.ConvertAll(members, m => new KeyValuePair<string, Json>(m.Name, value(m.Value))));
}
