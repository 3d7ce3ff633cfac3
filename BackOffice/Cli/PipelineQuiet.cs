using System.Text.Json;
using BackOffice.Api;

namespace BackOffice.Cli;

/// <summary>Waits until nothing moves by itself any more: every order is final, or waits for a person.</summary>
internal static class PipelineQuiet
{
    /// <summary>Headlines of orders that the system itself will move.</summary>
    private static readonly string[] s_moving = ["queued", "running", "retrying", "refunding"];

    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    public static async Task<bool> WaitAsync(ServerSession session, CancellationToken cancellationToken)
    {
        var told = "";
        while (true)
        {
            using var response = await session.Client.GetAsync("/api/status", cancellationToken);
            if (await Verb.ReadAsync(response, cancellationToken) is not { } body || JsonSerializer.Deserialize(body, ApiJson.Of<StatusAnswer>()) is not { } status)
                return false;
            var moving = s_moving.Sum(headline => status.Orders.GetValueOrDefault(headline));
            var waiting = status.Queues.Sum(queue => queue.Ready + queue.InFlight);
            var summary = string.Join(", ", status.Orders.Where(pair => pair.Value > 0).Select(pair => FormattableString.Invariant($"{pair.Value:N0} {pair.Key}")));
            if (moving == 0 && waiting == 0 && !await LooksUpAsync(session.Client, status, cancellationToken))
            {
                Console.WriteLine($"Quiet: {summary}.");
                return true;
            }

            if (summary != told)
                await Console.Error.WriteLineAsync(summary);
            told = summary;
            await Task.Delay(s_lookEvery, cancellationToken);
        }
    }

    /// <summary>True while the reconciler has a look-up planned for any unknown order; without one a person must settle it.</summary>
    private static async Task<bool> LooksUpAsync(HttpClient client, StatusAnswer status, CancellationToken cancellationToken)
    {
        if (status.Orders.GetValueOrDefault("unknown") == 0)
            return false;
        string? cursor = null;
        do
        {
            using var response = await client.GetAsync(
                "/api/orders?query=status:unknown&limit=200" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)), cancellationToken);
            response.EnsureSuccessStatusCode();
            using var page = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            if (page.RootElement.GetProperty("items").EnumerateArray().Any(order => order.TryGetProperty("nextLookupAt", out _) && order.GetProperty("attention").GetString() != "needsOps"))
                return true;
            cursor = page.RootElement.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return false;
    }
}
