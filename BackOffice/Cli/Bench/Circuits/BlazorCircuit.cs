using System.Globalization;
using System.Net.WebSockets;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>
/// One open page of the console without a browser: it signs in with a session cookie, starts a circuit as Blazor's script does, keeps the page that the render
/// batches make, acknowledges each, answers what the page asks a browser, and presses what can be pressed.
/// </summary>
internal sealed class BlazorCircuit : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly HubSocket _hub;
    private readonly string _cookie;
    private readonly BrowserAnswers _browser = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly RenderedPage _page = new();
    private Task _receiving = Task.CompletedTask;
    private string? _secret, _trouble;
    private int _events;

    private BlazorCircuit(HttpClient http, HubSocket hub, string cookie) => (_http, _hub, _cookie) = (http, hub, cookie);

    /// <summary>Render batches received.</summary>
    public int Batches { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>What went wrong, in the server's or the connection's words; null while all is well.</summary>
    public string? Trouble
    {
        get
        {
            lock (_gate)
                return _trouble;
        }
    }

    /// <param name="http">For the page's first answer; its address is the server's.</param>
    /// <param name="path">Of the page: <c>/orders</c>.</param>
    /// <param name="cookie">The session's, as <c>name=value</c>.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<BlazorCircuit> OpenAsync(HttpClient http, string path, string cookie, CancellationToken cancellationToken)
    {
        var origin = http.BaseAddress ?? throw new InvalidOperationException("The client has no address.");
        var page = CircuitPage.Read(await GetAsync(http, path, cookie, cancellationToken));
        var circuit = new BlazorCircuit(http, await HubSocket.OpenAsync(origin, cookie, cancellationToken), cookie);
        try
        {
            circuit._receiving = circuit.ReceiveAsync();
            await circuit._hub.CallAsync("StartCircuit", "0", origin.ToString(), new Uri(origin, path).ToString(), "[]", page.State ?? "");
            circuit._secret = await circuit._started.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            await circuit._hub.CallAsync("UpdateRootComponents", null, page.AddAll(), page.State ?? "");
            return circuit;
        }
        catch
        {
            await circuit.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the page is as asked.</summary>
    /// <returns>When the batch that made it so was received, in ticks of Stopwatch; now when it is so already.</returns>
    /// <exception cref="TimeoutException">It did not come.</exception>
    /// <exception cref="WebSocketException">The circuit ended.</exception>
    public Task<long> ShownAsync(Func<RenderedNode, bool> condition, TimeSpan within)
    {
        var waiter = new Waiter(condition);
        lock (_gate)
        {
            if (condition(_page.Root))
                return Task.FromResult(System.Diagnostics.Stopwatch.GetTimestamp());
            if (_trouble is not null)
                return Task.FromException<long>(new WebSocketException(_trouble));
            _waiters.Add(waiter);
        }

        return WaitAsync(waiter, within);
    }

    /// <summary>What the page says of itself now.</summary>
    public T Read<T>(Func<RenderedNode, T> question)
    {
        lock (_gate)
            return question(_page.Root);
    }

    /// <summary>A click, as the browser tells it; the circuit answers with a batch.</summary>
    /// <exception cref="InvalidOperationException">Nothing of that kind can be pressed.</exception>
    public Task ClickAsync(Func<RenderedNode, bool> which)
    {
        var (handler, target) = Read(root => (root.Find(node => node.HandlerOf("onclick") is not null && which(node))?.HandlerOf("onclick"), _browser.EventTarget));
        if (handler is null || target is null)
            throw new InvalidOperationException("The page has nothing of the kind to press.");
        var call = Interlocked.Increment(ref _events).ToString(CultureInfo.InvariantCulture);
        var arguments = FormattableString.Invariant($"[{{\"eventHandlerId\":{handler},\"eventName\":\"click\",\"eventFieldInfo\":null}},{{\"detail\":1,\"type\":\"click\"}}]");
        return _hub.CallAsync("BeginInvokeDotNetFromJS", null, call, null, "DispatchEventAsync", target, arguments);
    }

    /// <summary>Cuts the connection without a word, as a network does. The server keeps the circuit for a while.</summary>
    public void Cut() => _hub.Abort();

    /// <summary>Leaves as a closed tab does: the server disposes of the circuit at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_secret is not null)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("circuitId", _secret)]);
            using var request = new HttpRequestMessage(HttpMethod.Post, "_blazor/disconnect") { Content = form };
            request.Headers.TryAddWithoutValidation("Cookie", _cookie);
            try
            {
                using var answer = await _http.SendAsync(request);
                if (!answer.IsSuccessStatusCode)
                    Fail($"The server did not let us leave: {(int)answer.StatusCode}.");
            }
            catch (HttpRequestException)
            {
                // The server has gone, and the circuit with it.
            }
        }

        await _stop.CancelAsync();
        await _receiving;
        _hub.Dispose();
        _stop.Dispose();
    }

    private static async Task<string> GetAsync(HttpClient http, string path, string cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    private async Task<long> WaitAsync(Waiter waiter, TimeSpan within)
    {
        try
        {
            return await waiter.Done.Task.WaitAsync(within);
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }

    private async Task ReceiveAsync()
    {
        var end = "The server closed the circuit.";
        try
        {
            while (await _hub.ReceiveAsync(_stop.Token) is { } message)
                await TakeAsync(message);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            end = "We left.";
        }
        catch (Exception failure) when (failure is WebSocketException or IOException or InvalidOperationException or InvalidDataException)
        {
            end = failure.Message;
        }

        Fail(end);
    }

    private async Task TakeAsync(HubMessage message)
    {
        var arguments = message.Arguments;
        switch (message.Target)
        {
            case "JS.RenderBatch":
                await ShowAsync((long)arguments[0]!, new RenderBatch((ArraySegment<byte>)arguments[1]!), message.At);
                break;
            case "JS.AttachComponent":
                lock (_gate)
                    _page.Attach((int)(long)arguments[0]!);
                break;
            case "JS.BeginInvokeJS":
                var call = (long)arguments[0]!;
                string answer;
                lock (_gate)
                    answer = _browser.To(call, (string)arguments[1]!, (string?)arguments[2], (long)arguments[3]!);
                if (call != 0)
                    await _hub.CallAsync("EndInvokeJSFromDotNet", null, call, true, answer);
                break;
            case "JS.EndInvokeDotNet" when arguments[1] is false:
                Fail($"An event failed: {arguments[2]}");
                break;
            case "JS.Error":
                Fail($"{arguments[0]}");
                break;
            case null when message.CallId == "0":
                if (message.Error is null && arguments is [string secret])
                    _started.TrySetResult(secret);
                else
                    _started.TrySetException(new WebSocketException($"The circuit did not start. {message.Error}"));
                break;
        }
    }

    private async Task ShowAsync(long number, RenderBatch batch, long at)
    {
        List<Waiter> shown;
        lock (_gate)
        {
            _page.Apply(batch);
            Batches++;
            Bytes += batch.Size;
            shown = _waiters.FindAll(waiter => waiter.Condition(_page.Root));
        }

        await _hub.CallAsync("OnRenderCompleted", null, number, null);
        shown.ForEach(waiter => waiter.Done.TrySetResult(at));
    }

    private void Fail(string trouble)
    {
        List<Waiter> waiting;
        lock (_gate)
        {
            _trouble ??= trouble;
            waiting = [.. _waiters];
        }

        _started.TrySetException(new WebSocketException(trouble));
        waiting.ForEach(waiter => waiter.Done.TrySetException(new WebSocketException(trouble)));
    }

    private sealed record Waiter(Func<RenderedNode, bool> Condition)
    {
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
