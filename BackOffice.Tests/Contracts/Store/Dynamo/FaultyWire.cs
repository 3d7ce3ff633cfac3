using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>
/// Stands between the store and DynamoDB Local and does what the real service does and the local one does not: throttles, conflicts, loses answers, cuts pages,
/// forgets tokens, lags. Faults are asked for each request in turn; without any it passes everything on and counts.
/// </summary>
internal sealed class FaultyWire : DelegatingHandler
{
    private readonly ConcurrentQueue<(string Operation, Fault Fault)> _faults = [];

    public FaultyWire()
        : base(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
    {
    }

    /// <summary>What happens to one request.</summary>
    public delegate Task<HttpResponseMessage> Fault(HttpRequestMessage request, Func<Task<HttpResponseMessage>> pass);

    public ConcurrentQueue<Call> Calls { get; } = [];

    /// <summary>Looks at every request that no fault takes; null passes it on.</summary>
    public Func<string, Fault?>? Always { get; set; }

    /// <summary>A request as it was sent, and the answer's capacity where it told it.</summary>
    public sealed record Call(string Operation, JsonObject Body, JsonObject? Answer);

    /// <summary>The next request of that operation meets the fault.</summary>
    public void Next(string operation, Fault fault) => _faults.Enqueue((operation, fault));

    public void Heal()
    {
        _faults.Clear();
        Always = null;
    }

    /// <summary>An error of DynamoDB without anything having happened.</summary>
    public static Fault Error(string type, HttpStatusCode status = HttpStatusCode.BadRequest, string members = "") => (_, _) => Task.FromResult(ErrorAnswer(type, status, members));

    public static HttpResponseMessage ErrorAnswer(string type, HttpStatusCode status = HttpStatusCode.BadRequest, string members = "") => new(status)
    {
        Content = new StringContent($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"{{type}}","Message":"{{type}}"{{members}}}""", Encoding.UTF8, "application/x-amz-json-1.0"),
    };

    public static HttpResponseMessage Answer(JsonObject body) => new(HttpStatusCode.OK) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0") };

    /// <summary>A cancelled transaction with these codes, one an item; <c>None</c> for items that were well.</summary>
    public static Fault Cancelled(params string[] codes) => Error(
        "TransactionCanceledException", members: $",\"CancellationReasons\":[{string.Join(',', codes.Select(code => $"{{\"Code\":\"{code}\"}}"))}]");

    /// <summary>Carried out, and the answer never comes.</summary>
    public static Fault LostAnswer => async (_, pass) =>
    {
        using var lost = await pass();
        throw new HttpRequestException(HttpRequestError.ResponseEnded);
    };

    /// <summary>Never arrives.</summary>
    public static Fault LostRequest => (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);

    /// <summary>The request with its body changed.</summary>
    public static Fault Rewritten(Action<JsonObject> change) => async (request, pass) =>
    {
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!.AsObject();
        change(body);
        Replace(request, body);
        return await pass();
    };

    /// <summary>The answer with its body changed.</summary>
    public static Fault Answered(Action<JsonObject> change) => async (_, pass) =>
    {
        var answer = await pass();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        change(body);
        var type = answer.Content.Headers.ContentType;
        answer.Content = new StringContent(body.ToJsonString());
        answer.Content.Headers.ContentType = type;
        answer.Headers.Remove("x-amz-crc32");
        return answer;
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[^1];
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
        HttpResponseMessage answer;
        if (_faults.TryPeek(out var next) && next.Operation == operation && _faults.TryDequeue(out next))
            answer = await next.Fault(request, () => base.SendAsync(request, cancellationToken));
        else if (Always?.Invoke(operation) is { } always)
            answer = await always(request, () => base.SendAsync(request, cancellationToken));
        else
            answer = await base.SendAsync(request, cancellationToken);
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        Calls.Enqueue(new Call(operation, body, JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) as JsonObject));
        return answer;
    }

    private static void Replace(HttpRequestMessage request, JsonObject body)
    {
        var type = request.Content!.Headers.ContentType;
        request.Content = new StringContent(body.ToJsonString());
        request.Content.Headers.ContentType = type;
    }

    public sealed class Factory(FaultyWire wire) : HttpClientFactory
    {
        private readonly HttpClient _client = new(wire);

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
