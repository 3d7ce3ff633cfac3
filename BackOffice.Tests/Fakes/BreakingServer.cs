using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BackOffice.Tests.Fakes;

/// <summary>A loopback port that reads each HTTP request whole, answers the first few with an empty JSON object, and breaks the connection under every later one.</summary>
internal sealed class BreakingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _answered;
    private readonly bool _reset;
    private readonly Task _loop;
    private int _requests;

    /// <param name="answered">So many requests are answered before connections break.</param>
    /// <param name="reset">True for a TCP reset, false for an orderly end without an answer.</param>
    public BreakingServer(int answered, bool reset)
    {
        (_answered, _reset) = (answered, reset);
        _listener.Start();
        _loop = AcceptAsync();
    }

    public string Origin => $"http://{_listener.LocalEndpoint}";

    /// <summary>Those that arrived whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                using var stream = new NetworkStream(socket);
                while (await ReadAsync(stream))
                {
                    if (Interlocked.Increment(ref _requests) > _answered)
                    {
                        if (_reset)
                            socket.LingerState = new LingerOption(true, 0);
                        return;
                    }

                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client went, or the test is over.
            }
        }
    }

    /// <summary>False when the client closed instead.</summary>
    private async Task<bool> ReadAsync(NetworkStream stream)
    {
        const string length = "content-length:";
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return false;
            head.Append((char)one[0]);
        }

        var line = head.ToString().Split("\r\n").First(header => header.StartsWith(length, StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(new byte[int.Parse(line[length.Length..], System.Globalization.CultureInfo.InvariantCulture)], _stop.Token);
        return true;
    }
}
