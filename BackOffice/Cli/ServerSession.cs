using System.Net.Sockets;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Hosting;

namespace BackOffice.Cli;

/// <summary>
/// A way to the server that owns the data folder: the one that runs, through its socket; or, when none runs, one inside this process that
/// listens on the socket alone. Either way a verb speaks the HTTP API, so there is one path for everything that changes something.
/// </summary>
internal sealed class ServerSession : IAsyncDisposable
{
    private readonly WebApplication? _own;

    private ServerSession(HttpClient client, WebApplication? own)
    {
        Client = client;
        _own = own;
    }

    public HttpClient Client { get; }

    /// <summary>True when the server was running before.</summary>
    public bool IsRunningServer => _own is null;

    /// <exception cref="DataRefused">The folder is in use by something that does not answer, damaged, newer or foreign.</exception>
    public static async Task<ServerSession> OpenAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var socket = new CommandLineSocket(Path.GetFullPath(settings.Data));
        if (await AnswersAsync(socket.Path, cancellationToken))
            return new ServerSession(ClientOf(socket.Path), own: null);
        if (socket.Address is null)
        {
            throw new StartRefusedException(ExitCodes.DataUnusable, "The path of the data folder is too long for a socket.",
                ["Give --data a path of fewer than 90 bytes (a symbolic link will do)."]);
        }

        var own = ServerHost.Build(settings with { SocketOnly = true, Urls = null }, builder => builder.Logging.AddFilter(level => level >= LogLevel.Error));
        await own.StartAsync(cancellationToken);
        socket.Protect();
        return new ServerSession(ClientOf(socket.Path), own);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_own is null)
            return;
        await _own.StopAsync();
        await _own.DisposeAsync();
    }

    /// <summary>A file that a killed server left refuses the connection.</summary>
    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var socket = await ConnectAsync(path, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static HttpClient ClientOf(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(path, cancellationToken), ownsSocket: true),
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://" + CommandLineSocket.HostName), Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
