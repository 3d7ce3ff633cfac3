namespace BackOffice.Hosting;

/// <summary>The server will not start, for a reason that a person can put right; <see cref="ExitCode"/> is one of <see cref="ExitCodes"/>.</summary>
public sealed class StartRefusedException(int exitCode, string title, IReadOnlyList<string> reasons) : Exception(title)
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<string> Reasons { get; } = reasons;
}
