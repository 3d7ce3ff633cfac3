using System.Diagnostics;
using System.Globalization;

namespace BackOffice.Tests.Torture;

/// <summary>Counts, with strace from outside, how often a process asks the disk to be durable.</summary>
internal sealed class FsyncCount : IDisposable
{
    private readonly Process _strace;
    private readonly string _trace;

    private FsyncCount(Process strace, string trace) => (_strace, _trace) = (strace, trace);

    /// <summary>Counts from when this returns.</summary>
    public static async Task<FsyncCount> AttachAsync(int process, string trace, CancellationToken cancellationToken)
    {
        var strace = Process.Start(
            new ProcessStartInfo("strace", ["-f", "-e", "trace=fsync,fdatasync", "-o", trace, "-p", process.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardError = true,
            }) ?? throw new InvalidOperationException("strace did not start.");
        while (await strace.StandardError.ReadLineAsync(cancellationToken) is { } line && !line.Contains("attached", StringComparison.Ordinal))
        {
            // It says so once it traces.
        }

        return new(strace, trace);
    }

    /// <summary>The sum, once the process has ended.</summary>
    public async Task<int> CallsAsync(CancellationToken cancellationToken)
    {
        await _strace.WaitForExitAsync(cancellationToken);
        return File.ReadLines(_trace).Count(line => line.Contains("sync(", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (!_strace.HasExited)
            _strace.Kill();
        _strace.Dispose();
    }
}
