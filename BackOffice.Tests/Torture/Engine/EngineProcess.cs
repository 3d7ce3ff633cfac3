using System.Diagnostics;

namespace BackOffice.Tests.Torture.Engine;

/// <summary>The parent's side of <see cref="EngineChild"/>: this test assembly, started as a program.</summary>
internal sealed class EngineProcess : IDisposable
{
    private readonly Process _process;

    private EngineProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static EngineProcess Start(string data, string ledger, string? bug, bool idle = false)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList = { typeof(EngineChild).Assembly.Location, data, ledger },
        };
        if (idle)
            info.ArgumentList.Add("idle");
        if (bug is not null)
            info.Environment["BACKOFFICE_SEEDED_BUG"] = bug;
        info.Environment["DOTNET_TieredPGO"] = "0";
        return new(Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    /// <summary>The next line it says; null at its end.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Reads until it says so.</summary>
    public async Task UntilAsync(string word, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } line)
        {
            if (line == word)
                return;
        }

        throw new InvalidOperationException($"The engine's process ended before it said '{word}'.");
    }

    /// <summary>False when the process is gone.</summary>
    public bool TrySend(TortureOrder order)
    {
        try
        {
            _process.StandardInput.WriteLine($"{order.Name} {order.InputJson}");
            _process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL. What it had said before can still be read.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends its input and waits; its exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
