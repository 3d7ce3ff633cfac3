using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>What the hub calls the browser with, or the answer to a call of ours.</summary>
/// <param name="Target">The browser's function; null for an answer.</param>
/// <param name="CallId">Of the call that is answered; null for a call.</param>
/// <param name="Arguments">Of the call; for an answer its value, or nothing.</param>
/// <param name="Error">What the hub said instead of an answer.</param>
/// <param name="At">When the last byte came, in ticks of <see cref="Stopwatch"/>.</param>
internal sealed record HubMessage(string? Target, string? CallId, object?[] Arguments, string? Error, long At);

/// <summary>
/// One websocket to Blazor's hub. The SignalR client package does not speak Blazor's own hub protocol (MessagePack frames named blazorpack), so this is that
/// protocol: a handshake in JSON, then frames of calls, answers, pings and the end.
/// </summary>
internal sealed class HubSocket : IDisposable
{
    private const int Invocation = 1, Completion = 3, Ping = 6, Close = 7;
    private static readonly byte[] s_handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e");
    private static readonly byte[] s_ping = PackText.Frame(static writer =>
    {
        PackText.WriteArrayHeader(writer, 1);
        PackText.Write(writer, Ping);
    });

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[16 * 1024];
    private int _start, _end;

    private HubSocket()
    {
    }

    /// <exception cref="WebSocketException">The server refused.</exception>
    public static async Task<HubSocket> OpenAsync(Uri origin, string cookie, CancellationToken cancellationToken)
    {
        var hub = new HubSocket();
        try
        {
            hub._socket.Options.SetRequestHeader("Cookie", cookie);
            hub._socket.Options.SetRequestHeader("Origin", origin.GetLeftPart(UriPartial.Authority));
            hub._socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            await hub._socket.ConnectAsync(new UriBuilder(new Uri(origin, "_blazor")) { Scheme = origin.Scheme == "https" ? "wss" : "ws" }.Uri, cancellationToken);
            await hub._socket.SendAsync(s_handshake, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            await hub.ShakeAsync(cancellationToken);
            return hub;
        }
        catch
        {
            hub.Dispose();
            throw;
        }
    }

    public Task CallAsync(string target, string? callId, params object?[] arguments) => SendAsync(PackText.Frame(writer =>
    {
        PackText.WriteArrayHeader(writer, 6);
        PackText.Write(writer, Invocation);
        PackText.WriteEmptyMap(writer);
        PackText.Write(writer, callId);
        PackText.Write(writer, target);
        PackText.WriteArrayHeader(writer, arguments.Length);
        foreach (var argument in arguments)
            PackText.Write(writer, argument);
        PackText.WriteArrayHeader(writer, 0);
    }));

    /// <summary>The next message; null when the server has closed. Pings are answered on the way, which keeps the connection.</summary>
    public async Task<HubMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await FillAsync(cancellationToken))
                return null;
            while (TryTake(out var at, out var length))
            {
                var received = Stopwatch.GetTimestamp();
                // A batch is read after more bytes may have come, so it is kept apart from the buffer.
                var message = _buffer.AsSpan(at, length).ToArray();
                var position = 0;
                if (PackText.Read(message, ref position) is not object?[] fields)
                    throw new InvalidDataException("A hub message is an array.");
                switch ((long)fields[0]!)
                {
                    case Invocation:
                        return new HubMessage((string)fields[3]!, null, (object?[])fields[4]!, null, received);
                    case Completion:
                        // 1 is an error, 2 nothing, 3 a value.
                        return (long)fields[3]! == 1
                            ? new HubMessage(null, (string)fields[2]!, [], (string)fields[4]!, received)
                            : new HubMessage(null, (string)fields[2]!, fields.Length > 4 ? [fields[4]] : [], null, received);
                    case Ping:
                        await SendAsync(s_ping);
                        break;
                    case Close:
                        return null;
                }
            }
        }
    }

    /// <summary>Cuts the connection as a network does: no goodbye.</summary>
    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(byte[] frame)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(frame, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ShakeAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)0x1e)) < 0)
        {
            if (!await ReadMoreAsync(cancellationToken))
                throw new WebSocketException("The hub closed before it shook hands.");
        }

        var answer = Encoding.UTF8.GetString(_buffer, _start, end);
        _start += end + 1;
        if (answer != "{}")
            throw new WebSocketException($"The hub did not shake hands: {answer}");
    }

    /// <summary>Reads until there is at least one whole message.</summary>
    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        while (!HasWhole(out _, out _))
        {
            if (!await ReadMoreAsync(cancellationToken))
                return false;
        }

        return true;
    }

    private bool TryTake(out int at, out int length)
    {
        if (!HasWhole(out at, out length))
            return false;
        _start = at + length;
        return true;
    }

    private bool HasWhole(out int at, out int length)
    {
        (at, length) = (_start, 0);
        for (var shift = 0; at < _end; shift += 7)
        {
            var piece = _buffer[at++];
            length |= (piece & 0x7f) << shift;
            if ((piece & 0x80) == 0)
                return _end - at >= length;
        }

        return false;
    }

    private async Task<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (_end == _buffer.Length)
        {
            var bigger = _start > 0 ? _buffer : new byte[_buffer.Length * 2];
            Buffer.BlockCopy(_buffer, _start, bigger, 0, _end - _start);
            (_buffer, _end, _start) = (bigger, _end - _start, 0);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += received.Count;
        return received.MessageType is not WebSocketMessageType.Close;
    }
}
