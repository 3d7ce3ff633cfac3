using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Api;

/// <summary>
/// POST /api/imports: a part of a file of JSON Lines. Each line stands alone: bad ones are named by number and left out, the others are placed,
/// many at once so that they share the disk's writes. Sending the same part again changes nothing.
/// </summary>
internal static class ImportEndpoint
{
    /// <summary>Of one request; the command line cuts a file into such parts.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Whose keys: every import shares them, whoever runs it, so that a second run finds the first.</summary>
    private const string ClientId = "import";

    private const int Parallel = 64;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/imports", ImportAsync).WithName("ImportOrders").WithSummary("Import a part of a JSON Lines file, at most 8 MB")
            .WithDescription("Each line is the body of POST /api/orders with key (its idempotency key) and, for orders of the past, history. "
                + "process=true sends orders without history through the pipeline; otherwise they are history.")
            .Accepts<string>("application/x-ndjson", ApiDocument.AnyType).Produces<ImportAnswer>().WithQuery("process")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxBytes));

    private static async Task<IResult> ImportAsync(HttpRequest request, Caller caller, IOrderCommands commands, CancellationToken cancellationToken)
    {
        if (caller.Actor.Lacks(Permission.OrdersImport) is { } forbidden)
            return ApiResults.Problem(forbidden);
        var reader = new QueryReader(request.Query);
        var process = reader.Flag("process");
        if (reader.Error is { } error)
            return ApiResults.Problem(error);
        var tally = new Tally();
        try
        {
            await System.Threading.Tasks.Parallel.ForEachAsync(
                LinesAsync(request.BodyReader, cancellationToken),
                new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken },
                async (line, _) => await PlaceAsync(line, process, caller.Actor, commands, tally));
        }
        catch (ImportStoppedException stopped)
        {
            return ApiResults.Problem(stopped.Error);
        }

        return ApiResults.Json(tally.Answer());
    }

    private static async Task PlaceAsync(Line line, bool process, Actor actor, IOrderCommands commands, Tally tally)
    {
        var parsed = OrderRequestParser.ParseImportLine(line.Utf8);
        if (parsed.Error is { } bad)
        {
            tally.AddBad(line.Number, Reason(bad));
            return;
        }

        var order = parsed.Value;
        var command = new PlaceOrder(order.Request, ClientId, order.Key, order.BodySha256, Process: process && order.Request.History is null);
        var placed = await commands.PlaceAsync(command, actor, CancellationToken.None);
        switch (placed.Error)
        {
            case null:
                tally.AddPlaced(placed.Value.Repeated);
                break;
            case Unavailable or Forbidden:
                // Not the line's fault: the rest would fail in the same way, and a second run finds what was placed.
                throw new ImportStoppedException(placed.Error);
            case var refused:
                tally.AddBad(line.Number, Reason(refused));
                break;
        }
    }

    private static string Reason(Error error) => error is Invalid invalid
        ? string.Join("; ", invalid.Fields.Select(field => field.Field.Length == 0 ? field.Message : $"{field.Field} {field.Message}"))
        : error.Message;

    private static async IAsyncEnumerable<Line> LinesAsync(
        PipeReader body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0L;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                number++;
                if (LineOf(number, rest.Slice(0, end)) is { } line)
                    yield return line;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (LineOf(number + 1, rest) is { } last)
                    yield return last;
                body.AdvanceTo(read.Buffer.End);
                yield break;
            }

            body.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Null for an empty line, which is no error.</summary>
    private static Line? LineOf(long number, ReadOnlySequence<byte> bytes)
    {
        var line = bytes.ToArray().AsMemory();
        line = line.TrimEnd((byte)'\r');
        return line.Span.Trim(" \t"u8).IsEmpty ? null : new Line(number, line);
    }

    private sealed record Line(long Number, ReadOnlyMemory<byte> Utf8);

    private sealed class ImportStoppedException(Error error) : Exception(error.Message)
    {
        public Error Error { get; } = error;
    }

    private sealed class Tally
    {
        private readonly ConcurrentBag<BadLine> _bad = [];
        private int _placed;
        private int _repeated;

        public void AddPlaced(bool repeated) => Interlocked.Increment(ref repeated ? ref _repeated : ref _placed);

        public void AddBad(long line, string reason) => _bad.Add(new BadLine(line, reason));

        public ImportAnswer Answer() => new(_placed, _repeated, [.. _bad.OrderBy(bad => bad.Line)]);
    }
}
