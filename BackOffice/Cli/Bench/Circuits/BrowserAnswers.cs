using System.Text.Json;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What a browser would answer when the page calls a function of it.</summary>
internal sealed class BrowserAnswers
{
    private const long AnObject = 1, Nothing = 3;

    private int _objects;

    /// <summary>The object whose methods dispatch events; null until the renderer has introduced itself.</summary>
    public long? EventTarget { get; private set; }

    /// <summary>JSON: the call's id, true, and the result.</summary>
    /// <param name="call">Its id.</param>
    /// <param name="function">Its name.</param>
    /// <param name="argumentsJson">An array.</param>
    /// <param name="resultType">What the server wants back.</param>
    public string To(long call, string function, string? argumentsJson, long resultType)
    {
        if (function.EndsWith("attachWebRendererInterop", StringComparison.Ordinal) && argumentsJson is not null)
        {
            using var arguments = JsonDocument.Parse(argumentsJson);
            EventTarget = arguments.RootElement[1].GetProperty("__dotNetObject").GetInt64();
        }

        var result = resultType switch
        {
            AnObject => FormattableString.Invariant($"{{\"__jsObjectId\":{++_objects}}}"),
            Nothing => "null",
            _ => function switch
            {
                "timeZone" => "\"America/New_York\"",
                "isDark" or "setTheme" => "false",
                "copy" => "true",
                _ => "null",
            },
        };
        return FormattableString.Invariant($"[{call},true,{result}]");
    }
}
