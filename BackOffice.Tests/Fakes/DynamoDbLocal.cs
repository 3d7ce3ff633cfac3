using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BackOffice.Tests.Contracts;

namespace BackOffice.Tests.Fakes;

/// <summary>Amazon's DynamoDB Local: one process for all tests, in memory, on a free loopback port; it ends with the process that started it.</summary>
internal static class DynamoDbLocal
{
    private static readonly string s_folder = Path.Combine(Repository.Root, ".cache", "dynamodb-local");
    private static readonly Lazy<Uri> s_started = new(Start);

    /// <summary>Null when it can run here.</summary>
    public static string? WhyNot { get; } =
        !File.Exists(Path.Combine(s_folder, "DynamoDBLocal.jar")) ? "DynamoDB Local is not installed: ./test.sh installs it."
        : !IsOnPath("java") ? "Java is not installed: ./test.sh installs it."
        : null;

    /// <summary>Starts it at the first call.</summary>
    public static Uri Endpoint => s_started.Value;

    private static Uri Start()
    {
        var port = FreePort();
        // The shell ends Java when its own input ends, which it does however this process ends.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = s_folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"java -Xmx1g -Djava.library.path=DynamoDBLocal_lib -jar DynamoDBLocal.jar -inMemory -disableTelemetry -port {port} < /dev/null & pid=$!; cat > /dev/null; kill $pid"));
        var process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.StandardInput.Close();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60); Thread.Sleep(50))
        {
            if (process.HasExited)
                break;
            if (Answers(port))
                return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        }

        throw new InvalidOperationException("DynamoDB Local did not start.");
    }

    private static bool Answers(int port)
    {
        using var socket = new TcpClient();
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>The class needs DynamoDB Local.</summary>
internal sealed class NeedsDynamoDbLocalAttribute : NeedsAttribute
{
    public override string? WhyNot => DynamoDbLocal.WhyNot;
}

/// <summary>Skips where DynamoDB Local is not installed.</summary>
internal sealed class DynamoFactAttribute : FactAttribute
{
    public DynamoFactAttribute() => Skip = DynamoDbLocal.WhyNot;
}

/// <inheritdoc cref="DynamoFactAttribute"/>
internal sealed class DynamoTheoryAttribute : TheoryAttribute
{
    public DynamoTheoryAttribute() => Skip = DynamoDbLocal.WhyNot;
}
