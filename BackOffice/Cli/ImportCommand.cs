using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using BackOffice.Api;
using BackOffice.Hosting;

namespace BackOffice.Cli;

internal static class ImportCommand
{
    /// <summary>Parts on their way at once: the server parses one while the disk writes another.</summary>
    private const int PartsInFlight = 3;

    public static Command Build()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Orders as JSON Lines: the body of POST /api/orders with key, and history for orders of the past." };
        file.AcceptExistingOnly();
        var process = new Option<bool>("--process") { Description = "Send the orders through the pipeline and wait until it is quiet; without it they are history." };
        var command = new Command("import", $"Import orders. Safe to run twice. Ends with {ExitCodes.SomeLinesBad} when lines were bad and left out.") { file, process };
        command.SetServerAction(
            async (parsed, session, cancellationToken) =>
            {
                var progress = new ImportProgress();
                if (!await SendAsync(parsed.GetRequiredValue(file), parsed.GetValue(process), session.Client, progress, cancellationToken))
                    return ExitCodes.Refused;
                progress.Finish();
                if (parsed.GetValue(process) && !await PipelineQuiet.WaitAsync(session, cancellationToken))
                    return ExitCodes.Refused;
                return progress.Bad > 0 ? ExitCodes.SomeLinesBad : ExitCodes.Success;
            },
            parsed => parsed.GetValue(process));
        return command;
    }

    private static async Task<bool> SendAsync(FileInfo file, bool process, HttpClient client, ImportProgress progress, CancellationToken cancellationToken)
    {
        await using var stream = file.OpenRead();
        var sending = new Queue<Task<bool>>();
        var good = true;
        await foreach (var part in ImportParts.ReadAsync(stream, cancellationToken))
        {
            if (sending.Count == PartsInFlight)
                good &= await sending.Dequeue();
            if (!good)
                break;
            sending.Enqueue(SendAsync(part, process, client, progress, cancellationToken));
        }

        while (sending.TryDequeue(out var sent))
            good &= await sent;
        return good;
    }

    private static async Task<bool> SendAsync(ImportPart part, bool process, HttpClient client, ImportProgress progress, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(part.Utf8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.PostAsync(process ? "/api/imports?process=true" : "/api/imports", content, cancellationToken);
        if (await Verb.ReadAsync(response, cancellationToken) is not { } body || JsonSerializer.Deserialize(body, ApiJson.Of<ImportAnswer>()) is not { } answer)
            return false;
        progress.Add(part, answer);
        return true;
    }
}
