using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>
/// Calls out of the house. The address is checked before the call, and what its name resolves to when the connection is made, so that no answer of a name
/// server leads inside; redirects are not followed, proxies not used, cookies not kept.
/// </summary>
public sealed class OutboundHttp : IDisposable
{
    /// <summary>Of an answer so much is read; of that <see cref="Shown"/> is kept.</summary>
    private const int MostRead = 64 * 1024;

    private const int Shown = 2_000;

    private readonly HttpClient _client;
    private readonly RoutingOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    public OutboundHttp(RoutingOptions options, TimeProvider clock)
        : this(options, clock, static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken))
    {
    }

    internal OutboundHttp(RoutingOptions options, TimeProvider clock, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _options = options;
        _clock = clock;
        _resolve = resolve;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 64,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Makes the call; its answer as an outcome. A 2xx is done; 401, 407, 408, 409, 429 and 5xx may pass; every other status does not (EventBridge User Guide, "API destinations").</summary>
    /// <param name="make">A new request each time.</param>
    /// <param name="timeout">Of the whole call, its answer read.</param>
    /// <param name="cancellationToken">Only the program's stop; the outcome is then not known, and the parcel is sent again.</param>
    public async Task<SendOutcome> SendAsync(Func<HttpRequestMessage> make, TimeSpan timeout, CancellationToken cancellationToken) =>
        (await CallAsync(make, timeout, cancellationToken).ConfigureAwait(false)).Outcome;

    /// <summary>The same with the answer's body, for who reads it: at most 64 KiB, empty for a call that failed.</summary>
    internal async Task<(SendOutcome Outcome, string Body)> CallAsync(Func<HttpRequestMessage> make, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = make();
        if (OutboundAddress.Check(request.RequestUri?.AbsoluteUri, _options) is { } refused)
            return (new SendFailed("Address.Refused", $"The address {refused}", MayPass: false), "");
        using var limit = new CancellationTokenSource(timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, both.Token).ConfigureAwait(false);
            return (OutcomeOf(response, body), body);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (new SendFailed("Call.TimedOut", FormattableString.Invariant($"There was no whole answer within {timeout.TotalSeconds:0.###} s."), MayPass: true), "");
        }
        catch (HttpRequestException e) when (e.InnerException is AddressRefused inside)
        {
            return (new SendFailed("Address.Refused", inside.Message, MayPass: false), "");
        }
        catch (HttpRequestException e)
        {
            var code = e.InnerException is AuthenticationException ? "Call.Untrusted" : e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError ? "Call.Failed" : "Call.Interrupted";
            return (new SendFailed(code, Words(e.HttpRequestError), MayPass: true), "");
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return (new SendFailed("Call.Interrupted", Words(HttpRequestError.ResponseEnded), MayPass: true), "");
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Words(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "The host's name is not known now.",
        HttpRequestError.ConnectionError => "No connection could be made.",
        HttpRequestError.SecureConnectionError => "The host's certificate is not trusted, or no secure connection could be made.",
        _ => "The connection broke before the answer was whole. What was sent may have arrived.",
    };

    private SendOutcome OutcomeOf(HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        var answer = Recording.EventRedaction.Of(body, Shown);
        if (response.IsSuccessStatusCode)
            return new SendDone(status, null, answer);
        var mayPass = status is 401 or 407 or 408 or 409 or 429 or >= 500;
        return new SendFailed(FormattableString.Invariant($"Http.{status}"), FormattableString.Invariant($"The answer was {status} {response.ReasonPhrase}.").Replace(" .", ".", StringComparison.Ordinal), mayPass, status, RetryAfter(response.Headers.RetryAfter), answer);
    }

    /// <summary>At most an hour, whatever was asked.</summary>
    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var asked = header?.Delta ?? (header?.Date is { } date ? date - _clock.GetUtcNow() : null);
        return asked is { } time && time > TimeSpan.Zero ? time < TimeSpan.FromHours(1) ? time : TimeSpan.FromHours(1) : null;
    }

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[MostRead];
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        // One address that leads inside is enough to refuse: a name that has both is no honest mistake.
        if (addresses.FirstOrDefault(address => !MayConnect(host, address)) is not null)
            throw new AddressRefused($"{host} leads to an address that is not of the public internet.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool MayConnect(string host, IPAddress address) =>
        OutboundAddress.IsPublic(address) || (_options.AllowLoopback && IPAddress.IsLoopback(address) && new UriBuilder(Uri.UriSchemeHttp, host).Uri.IsLoopback);

    private sealed class AddressRefused(string message) : IOException(message);
}
