using System.Diagnostics;
using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;
using BackOffice.Hosting;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>
/// The server half of the console's bench, in a process of its own so that its memory is the server's alone: the whole program as in production on a folder of its
/// own, and a line of input for each thing that the other half wants. Sessions are made here, by the process that owns the folder's keys; the server has no
/// other way in than in production, and nothing listens for these lines but this process's standard input.
/// </summary>
internal static class ServedConsole
{
    public const string Verb = "serve-console";

    /// <summary>Before each answer, to tell it from what the server logs.</summary>
    public const string Answer = "= ";

    public static async Task<int> RunAsync(string folder, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            await Console.Error.WriteLineAsync($"{folder} is not empty. The bench serves invented orders from a folder of its own.");
            return ExitCodes.Failure;
        }

        await using var server = await BenchServer.StartAsync(folder, cancellationToken);
        await output.WriteLineAsync(Answer + server.Client.BaseAddress);
        while (await input.ReadLineAsync(cancellationToken) is { } line)
            await output.WriteLineAsync(Answer + await AnswerAsync(server, line.Split(' '), cancellationToken));
        return ExitCodes.Success;
    }

    private static async Task<string> AnswerAsync(BenchServer server, string[] words, CancellationToken cancellationToken) => words switch
    {
        ["session", var subject] => server.SessionOf(subject),
        ["memory"] => ServedMemory.Measure().ToString(),
        ["processor"] => ServedMemory.ProcessorTime().ToString("F0", CultureInfo.InvariantCulture),
        ["watching"] => server.Feed.Watching.ToString(CultureInfo.InvariantCulture),
        ["dial"] => await DialAsync(server, cancellationToken),
        ["place", var key, var token] => await PlaceAsync(server, key, token, cancellationToken),
        ["note", var order, var text] => await NoteAsync(server, new OrderId(order), text, cancellationToken),
        ["headline", var order] => await HeadlineAsync(server, new OrderId(order), cancellationToken),
        _ => throw new InvalidOperationException($"There is no {words[0]} to ask for."),
    };

    private static async Task<string> DialAsync(BenchServer server, CancellationToken cancellationToken)
    {
        await PipelineBench.DialAsync(server, cancellationToken);
        return "instant";
    }

    /// <summary>When the command was given, in ticks of Stopwatch (one clock for the whole machine), and the order.</summary>
    private static async Task<string> PlaceAsync(BenchServer server, string key, string token, CancellationToken cancellationToken)
    {
        var order = OrderRequestParser.Parse(PipelineBench.BodyWith(token)).Value;
        var at = Stopwatch.GetTimestamp();
        var placed = await server.Commands.PlaceAsync(new PlaceOrder(order.Request, "bench", key, order.BodySha256), server.Actor, cancellationToken);
        return FormattableString.Invariant($"{at} {placed.Value.Head.Id}");
    }

    /// <summary>When the command was given: validation, its commit and the disk's write come after.</summary>
    private static async Task<string> NoteAsync(BenchServer server, OrderId order, string text, CancellationToken cancellationToken)
    {
        var at = Stopwatch.GetTimestamp();
        var added = await server.Commands.AddNoteAsync(new AddNote(order, "bench-" + text, text, Pinned: false), server.Actor, cancellationToken);
        return added.Error is { } error ? throw new InvalidOperationException(error.Message) : at.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string> HeadlineAsync(BenchServer server, OrderId order, CancellationToken cancellationToken) =>
        await server.Store.GetAsync(order.Subject, cancellationToken) is { } stored ? OrderDraft.HeadOf(stored).Headline.ToString() : "none";
}
