using System.Net;
using System.Net.Http.Json;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BackOffice.Tests.Torture.Money;

/// <summary>
/// The gateway as a process of its own, which is never killed: card processor, loyalty programme, merchants' register and mail, with the faults of <see cref="Storm"/>, callbacks that it repeats
/// until they are taken, and <see cref="GatewayBook"/>.
/// </summary>
internal sealed class GatewayChild(GatewayBook book, Storm storm, Uri callbacks) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private int _restless;

    /// <summary>Arguments: the journal, where callbacks go, and a seed. It ends with its input.</summary>
    public static async Task<int> RunAsync(string journal, Uri callbacks, int seed)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        using var book = new GatewayBook(journal, TimeProvider.System);
        var storm = new Storm(seed);
        using var gateway = new GatewayChild(book, storm, callbacks);
        app.MapPost("/call", gateway.CallAsync);
        app.MapGet("/look-up", (string key, HttpContext context) => gateway.LookUp(key, context));
        app.MapGet("/truth", (string key) => book.LookUp(key));
        app.MapGet("/refunds", () => book.Made("refund"));
        app.MapGet("/miles", () => book.Made("redeem", "recredit"));
        app.MapGet("/mail/{order}", (string order) => book.Mail(order));
        app.MapPost("/calm", () => storm.Calm());
        app.MapGet("/restless", () => gateway._restless);
        await app.StartAsync();
        await Console.Out.WriteLineAsync("ready " + app.Urls.Single());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IResult> CallAsync(GatewayCall call, HttpContext context)
    {
        book.Note(call);
        if (book.Known(call) is { } known)
            return Results.Json(known);
        var gust = storm.Next(call.Operation);
        switch (gust)
        {
            case Gust.Busy:
                return Results.Json(new GatewayReply(GatewayReply.Busy, Message: "Busy."));
            case Gust.LostBefore:
                context.Abort();
                return Results.Empty;
        }

        // Two calls of one key at once: the second finds the first's answer.
        if (book.Known(call) is { } first)
            return Results.Json(first);
        var late = gust is Gust.Late ? TimeSpan.FromMilliseconds(1_500) : TimeSpan.Zero;
        var reply = book.Act(call, gust is Gust.Refused ? RefusalOf(call.Operation) : null, gust is Gust.Pending, late);
        if (call.Operation is "refund" or "recredit" && reply.Said is not GatewayReply.Refused)
            await FollowAsync(call, reply, gust);
        switch (gust)
        {
            case Gust.LostAfter or Gust.Late:
                context.Abort();
                return Results.Empty;
            case Gust.ErrorAfter:
                return Results.StatusCode((int)HttpStatusCode.InternalServerError);
            case Gust.TimeOut:
                await Task.Delay(TimeSpan.FromMilliseconds(1_200));
                break;
            case Gust.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(250));
                break;
        }

        return Results.Json(reply);
    }

    private IResult LookUp(string key, HttpContext context)
    {
        if (!storm.Chance(12))
            return Results.Json(book.LookUp(key));
        context.Abort();
        return Results.Empty;
    }

    /// <summary>What becomes of a refund after its answer.</summary>
    private async Task FollowAsync(GatewayCall call, GatewayReply reply, Gust gust)
    {
        if (gust is Gust.CallbackFirst)
            await Task.WhenAll(TellAsync(call.Key, reply), TellAsync(call.Key, reply));
        var pending = gust is Gust.Pending;
        var ends = pending ? (storm.Fate(70) ? GatewayReply.Succeeded : "failed") : storm.Chance(10) ? GatewayReply.Reversed : null;
        Begin(async () =>
        {
            await Task.Delay(storm.Pause(0, 400));
            await DeliverAsync(call.Key, reply);
            if (ends is null)
                return;
            await Task.Delay(storm.Pause(100, 2_500));
            await DeliverAsync(call.Key, book.Become(call.Key, ends));
            // One that was held up comes after the newer one.
            await DeliverAsync(call.Key, reply);
        });
    }

    private void Begin(Func<Task> work)
    {
        Interlocked.Increment(ref _restless);
        _ = Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                Interlocked.Decrement(ref _restless);
            }
        });
    }

    /// <summary>Until it is taken; a third of them once more.</summary>
    private async Task DeliverAsync(string key, GatewayReply said)
    {
        while (!await TellAsync(key, said))
            await Task.Delay(storm.Pause(50, 200));
        if (storm.Fate(33))
            await TellAsync(key, said);
    }

    private async Task<bool> TellAsync(string key, GatewayReply said)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(new Uri(callbacks, "?key=" + Uri.EscapeDataString(key)), said);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
    }

    private static string RefusalOf(string operation) => operation switch
    {
        "authorise" => ErrorCodes.CardDeclined,
        "capture" => ErrorCodes.CaptureRefused,
        "refund" => ErrorCodes.RefundRefused,
        "redeem" => ErrorCodes.MilesInsufficient,
        "recredit" => ErrorCodes.MilesRefused,
        "issue" => ErrorCodes.VoucherRefused,
        "void" => ErrorCodes.VoucherRedeemed,
        "send" => ErrorCodes.AddressRefused,
        _ => ErrorCodes.FraudRejected,
    };
}
