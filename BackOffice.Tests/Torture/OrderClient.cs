using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using BackOffice.Hosting;

namespace BackOffice.Tests.Torture;

/// <summary>
/// A client of POST /api/orders that does what a good client does: one key an order, the same key again until it is acknowledged. What it was told is the
/// third witness.
/// </summary>
internal sealed class OrderClient(string data)
{
    private const int AtOnce = 4;

    /// <summary>Order ids by key, as acknowledged.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that must never be: a refusal of a good order, or another order under the same key.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Places all of them, through every kill.</summary>
    public Task PlaceAllAsync(IEnumerable<MixedOrder> orders, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        orders, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (order, token) =>
        {
            using var http = Client();
            while (!await PlaceAsync(http, order, token))
                await Task.Delay(50, token);
            // Some clients lose the answer and ask again.
            if (order.Units == 1)
                await PlaceAsync(http, order, token);
        });

    /// <summary>Places them one after the other: no two share a commit.</summary>
    public async Task PlaceOneByOneAsync(IEnumerable<MixedOrder> orders, CancellationToken cancellationToken)
    {
        using var http = Client();
        foreach (var order in orders)
            Assert.True(await PlaceAsync(http, order, cancellationToken), order.Key);
    }

    private async Task<bool> PlaceAsync(HttpClient http, MixedOrder order, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders");
            request.Headers.Add("Idempotency-Key", order.Key);
            request.Content = new StringContent(order.Body.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if ((int)answer.StatusCode >= 500)
                return false;
            if (!answer.IsSuccessStatusCode)
            {
                Complaints.Enqueue($"{order.Key}: {(int)answer.StatusCode} {text}");
                return true;
            }
            using var json = JsonDocument.Parse(text);
            var id = json.RootElement.GetProperty("id").GetString() ?? "";
            if (Acknowledged.GetOrAdd(order.Key, id) != id)
                Complaints.Enqueue($"{order.Key}: acknowledged as {Acknowledged[order.Key]} and as {id}");
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Over the folder's socket, whose owner needs no token.</summary>
    private HttpClient Client()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(data, CommandLineSocket.FileName)), token);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://" + CommandLineSocket.HostName), Timeout = TimeSpan.FromSeconds(20) };
    }
}
