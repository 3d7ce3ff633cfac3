using System.Diagnostics;
using System.Globalization;

namespace BackOffice.Tests.Torture;

/// <summary>A child whose output goes to a file: <see cref="ServerProcess"/>, or one of this test assembly's that says <c>ready</c> in a line.</summary>
internal class LoggedProcess : ChildProcess
{
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected LoggedProcess(ProcessStartInfo info, string log)
        : base(info)
    {
        _log = new StreamWriter(new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        info.RedirectStandardError = true;
        Process.EnableRaisingEvents = true;
        Process.OutputDataReceived += (_, line) => Hear(line.Data);
        Process.ErrorDataReceived += (_, line) => Hear(line.Data);
        Process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The process ended before it was ready; see {log}."));
        Process.Start();
        Process.BeginOutputReadLine();
        Process.BeginErrorReadLine();
    }

    public static LoggedProcess Start(string log, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var info = Tests(settings, arguments);
        info.RedirectStandardInput = true;
        return new(info, log);
    }

    /// <summary>What it said with <c>ready</c>.</summary>
    public Task<string> ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(cancellationToken);
        return await ExitAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _ = _ready.Task.Exception;
        lock (_log)
            _log.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        if (line.StartsWith("ready", StringComparison.Ordinal))
            _ready.TrySetResult(line[5..].Trim());
        lock (_log)
        {
            if (_log.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
        }
    }
}
