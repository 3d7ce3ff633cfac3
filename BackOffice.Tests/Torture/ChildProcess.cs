using System.Diagnostics;

namespace BackOffice.Tests.Torture;

/// <summary>A .NET program that a test started and that ends with it; killed by its own id and nobody else's.</summary>
internal abstract class ChildProcess(ProcessStartInfo info) : IDisposable
{
    public int Id => Process.Id;

    public bool HasExited => Process.HasExited;

    /// <summary>Started by the constructor of the kind.</summary>
    protected Process Process { get; } = new() { StartInfo = info };

    /// <summary>SIGKILL: nothing of the process runs after it. What it had said before can still be read.</summary>
    public void Kill()
    {
        if (!Process.HasExited)
            Process.Kill();
        Process.WaitForExit();
    }

    public virtual void Dispose()
    {
        Kill();
        Process.Dispose();
    }

    /// <param name="program">A managed assembly.</param>
    /// <param name="environment">Beside what this process has.</param>
    /// <param name="arguments">Of the program.</param>
    protected static ProcessStartInfo Dotnet(string program, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (key, value) in environment)
            info.Environment[key] = value;
        return info;
    }

    /// <summary>This test assembly as a program: its first argument says which child it is.</summary>
    protected static ProcessStartInfo Tests(IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<string> arguments) =>
        Dotnet(typeof(ChildProcess).Assembly.Location, [.. environment, new("DOTNET_TieredPGO", "0")], arguments);

    protected async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await Process.WaitForExitAsync(cancellationToken);
        return Process.ExitCode;
    }
}
