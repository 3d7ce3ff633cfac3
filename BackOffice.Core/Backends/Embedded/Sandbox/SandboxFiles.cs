namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The five files, opened together: so the oracle finds all of them as soon as one gateway has started.</summary>
internal sealed class SandboxFiles : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public SandboxFiles(SandboxOptions options, TimeProvider clock)
    {
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(" ", errors), nameof(options));
        Options = options;
        Clock = clock;
        Directory.CreateDirectory(options.Folder);
        Payments = new SandboxFile(Path.Combine(options.Folder, SandboxSchema.Payments), options, clock);
        Fraud = new SandboxFile(Path.Combine(options.Folder, SandboxSchema.Fraud), options, clock);
        Vouchers = new SandboxFile(Path.Combine(options.Folder, SandboxSchema.Vouchers), options, clock);
        Miles = new SandboxFile(Path.Combine(options.Folder, SandboxSchema.Miles), options, clock);
        Mail = new SandboxFile(Path.Combine(options.Folder, SandboxSchema.Mail), options, clock);
    }

    public SandboxOptions Options { get; }

    public TimeProvider Clock { get; }

    /// <summary>Fires when the gateways are gone: what they had meant to call back later is never called back.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public SandboxFile Payments { get; }

    public SandboxFile Fraud { get; }

    public SandboxFile Vouchers { get; }

    public SandboxFile Mail { get; }

    public SandboxFile Miles { get; }

    /// <summary>Waits as the wire would, then hands the answer over. Cancelled, it throws: the call was sent, and what it did stands.</summary>
    public async Task<T> AnswerAsync<T>(T answer, TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, Clock, cancellationToken);
        return answer;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        Payments.Dispose();
        Fraud.Dispose();
        Vouchers.Dispose();
        Mail.Dispose();
        Miles.Dispose();
    }
}
