using System.CommandLine;
using System.Text.Json;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary>What every verb that asks the server has in common: the session, and the words for what goes wrong.</summary>
internal static class Verb
{
    public static void SetServerAction(
        this Command command, Func<ParseResult, ServerSession, CancellationToken, Task<int>> run, Func<ParseResult, bool>? runPipeline = null)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = CommonOptions.SettingsOf(parsed) with { RunPipeline = runPipeline?.Invoke(parsed) ?? false };
            await using var session = await ServerSession.OpenAsync(settings, cancellationToken);
            try
            {
                return await run(parsed, session, cancellationToken);
            }
            catch (HttpRequestException lost)
            {
                await Console.Error.WriteLineAsync($"The server stopped answering ({lost.HttpRequestError}). Start it again and repeat the command: nothing is done twice.");
                return ExitCodes.Failure;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped.");
                return ExitCodes.Failure;
            }
        });
    }

    /// <summary>The body of a good answer; for any other the problem is told on standard error and null returned.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
            return body;
        await Console.Error.WriteLineAsync(ProblemText(body) ?? $"The server answered {(int)response.StatusCode}.");
        return null;
    }

    /// <summary>Detail, wrong fields, and who was faster.</summary>
    private static string? ProblemText(byte[] body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            var root = problem.RootElement;
            var lines = new List<string> { Text(root, "detail") ?? Text(root, "title") ?? "Refused." };
            if (Text(root, "by") is { } by)
                lines.Add($"  by {by} at {Text(root, "at")}");
            if (root.TryGetProperty("errors", out var errors))
                lines.AddRange(errors.EnumerateArray().Select(error => $"  {Text(error, "pointer") ?? Text(error, "parameter")}: {Text(error, "detail")}"));
            return string.Join(Environment.NewLine, lines);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : null;
}
