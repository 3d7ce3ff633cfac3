using System.Diagnostics;

namespace BackOffice.Tests.Torture;

/// <summary>A child of this test assembly that is told a line and answers with lines: <see cref="Engine.EngineChild"/>, <see cref="Router.RouterChild"/>.</summary>
internal sealed class TalkingProcess : ChildProcess
{
    private TalkingProcess(ProcessStartInfo info)
        : base(info) => Process.Start();

    /// <param name="bug">Planted in the child; null for none.</param>
    /// <param name="arguments">Which child it is, and its own.</param>
    public static TalkingProcess Start(string? bug, params string[] arguments)
    {
        var info = Tests(bug is null ? [] : [new("BACKOFFICE_SEEDED_BUG", bug)], arguments);
        info.RedirectStandardInput = true;
        return new(info);
    }

    /// <summary>The next line it says; null at its end.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) => await Process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Reads until it says so.</summary>
    public async Task UntilAsync(string word, CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken) is { } line)
        {
            if (line == word)
                return;
        }

        throw new InvalidOperationException($"The process ended before it said '{word}'.");
    }

    /// <summary>False when the process is gone.</summary>
    public bool TrySend(string line)
    {
        try
        {
            Process.StandardInput.WriteLine(line);
            Process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Ends its input and waits; its exit code.</summary>
    public Task<int> StopAsync(CancellationToken cancellationToken)
    {
        Process.StandardInput.Close();
        return ExitAsync(cancellationToken);
    }
}
