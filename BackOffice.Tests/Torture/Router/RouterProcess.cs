using System.Diagnostics;

namespace BackOffice.Tests.Torture.Router;

/// <summary>The parent's side of <see cref="RouterChild"/>.</summary>
internal sealed class RouterProcess : IDisposable
{
    private readonly Process _process;

    private RouterProcess(Process process) => _process = process;

    public static RouterProcess Start(string data, string receiver, string? bug)
    {
        var info = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
            ArgumentList = { typeof(RouterChild).Assembly.Location, "router", data, receiver },
        };
        if (bug is not null)
            info.Environment["BACKOFFICE_SEEDED_BUG"] = bug;
        info.Environment["DOTNET_TieredPGO"] = "0";
        return new(Process.Start(info) ?? throw new InvalidOperationException("dotnet did not start."));
    }

    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => await _process.StandardOutput.ReadLineAsync(cancellationToken);

    public async Task UntilAsync(string word, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } line)
        {
            if (line == word)
                return;
        }

        throw new InvalidOperationException($"The router's process ended before it said '{word}'.");
    }

    public bool TrySend(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
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
