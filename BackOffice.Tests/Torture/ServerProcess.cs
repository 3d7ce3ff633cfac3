using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace BackOffice.Tests.Torture;

/// <summary>The real program as a child process on a port and a data folder of its own. Its output goes to a file beside the data.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServerProcess(Process process, StreamWriter log, Uri origin)
    {
        _process = process;
        _log = log;
        Origin = origin;
    }

    public Uri Origin { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

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
                    throw new InvalidOperationException($"The server ended with {server._process.ExitCode} while starting; see {logFile}:\n{Tail(logFile)}");
                await Task.Delay(100, cancellationToken);
            }
            return server;
        }
        catch
        {
            server.Kill();
            server.Dispose();
            throw;
        }
    }

    /// <summary>Starts the program and does not wait: for kills while it recovers.</summary>
    public static ServerProcess Start(string data, int port, string logFile, IReadOnlyDictionary<string, string> settings)
    {
        var origin = new Uri($"http://127.0.0.1:{port}");
        var info = Info(settings);
        foreach (var argument in new[] { "--urls", origin.ToString().TrimEnd('/'), "--data", data })
            info.ArgumentList.Add(argument);
        var log = new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, log, origin);
    }

    /// <summary>Runs a verb of the command line to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        var info = Info(settings);
        foreach (var argument in arguments)
            info.ArgumentList.Add(argument);
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

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        lock (_log)
            _log.Dispose();
    }

    private static ProcessStartInfo Info(IReadOnlyDictionary<string, string> settings)
    {
        var info = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.ArgumentList.Add(Program());
        info.Environment["DOTNET_ENVIRONMENT"] = "Development";
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (key, value) in settings)
            info.Environment[key] = value;
        return info;
    }

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

    private static void Write(StreamWriter log, string? line)
    {
        if (line is null)
            return;
        lock (log)
        {
            if (log.BaseStream is { CanWrite: true })
                log.WriteLine(line);
        }
    }

    private static string Tail(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text.Length > 2000 ? text[^2000..] : text;
    }
}
