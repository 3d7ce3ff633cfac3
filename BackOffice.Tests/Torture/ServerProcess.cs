using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace BackOffice.Tests.Torture;

/// <summary>The real program as a child process on a port and a data folder of its own. Its output goes to a file beside the data.</summary>
internal sealed class ServerProcess : LoggedProcess
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private ServerProcess(ProcessStartInfo info, string log, Uri origin)
        : base(info, log) => Origin = origin;

    public Uri Origin { get; }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the program; the answer comes when it says that it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string data, int port, string logFile, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var server = Start(data, port, logFile, settings);
        try
        {
            while (!await server.IsReadyAsync(cancellationToken))
            {
                if (server.HasExited)
                    throw new InvalidOperationException($"The server ended with {server.Process.ExitCode} while starting; see {logFile}:\n{Tail(logFile)}");
                await Task.Delay(100, cancellationToken);
            }
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts the program and does not wait: for kills while it recovers.</summary>
    public static ServerProcess Start(string data, int port, string logFile, IReadOnlyDictionary<string, string> settings)
    {
        var origin = new Uri($"http://127.0.0.1:{port}");
        return new(Info(settings, "--urls", origin.ToString().TrimEnd('/'), "--data", data), logFile, origin);
    }

    /// <summary>Runs a verb of the command line to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        var info = Info(settings, arguments);
        info.RedirectStandardError = true;
        using var process = Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await s_http.GetAsync(new Uri(Origin, "/health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static ProcessStartInfo Info(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        Dotnet(Program(), [new("DOTNET_ENVIRONMENT", "Development"), new("ASPNETCORE_ENVIRONMENT", "Development"), .. settings], arguments);

    /// <summary>TORTURE_PROGRAM (a published BackOffice.dll), or the web project's own output of the configuration that the tests were built in.</summary>
    public static string Program([CallerFilePath] string here = "")
    {
        if (Environment.GetEnvironmentVariable("TORTURE_PROGRAM") is { Length: > 0 } program)
            return program;
        var root = Path.GetDirectoryName(here);
        while (root is not null && !File.Exists(Path.Combine(root, "BackOffice.sln")))
            root = Path.GetDirectoryName(root);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Debug";
        return Path.Combine(root ?? "", "BackOffice", "bin", configuration, "net10.0", "BackOffice.dll");
    }

    private static string Tail(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text.Length > 2000 ? text[^2000..] : text;
    }
}
