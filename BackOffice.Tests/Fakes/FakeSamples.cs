using BackOffice.Core.Common;
using BackOffice.Core.Samples;

namespace BackOffice.Tests.Fakes;

/// <summary>Sample orders that do not exist, until a test says otherwise.</summary>
public sealed class FakeSamples : ISamples
{
    public FakeSamples() => Run.Always((Result<SampleRun>)new Rejected("samples.not-here", "Not here."));

    public Answer<bool, SampleRun> Run { get; } = new();

    public Answer<StartSamples, SampleRun> Start { get; } = new();

    public Answer<StopSamples, SampleRun> Stop { get; } = new();

    public Task<Result<SampleRun>> GetAsync(Actor actor, CancellationToken cancellationToken) => Run.AskAsync(true);

    public Task<Result<SampleRun>> StartAsync(StartSamples command, Actor actor, CancellationToken cancellationToken) => Start.AskAsync(command);

    public Task<Result<SampleRun>> StopAsync(StopSamples command, Actor actor, CancellationToken cancellationToken) => Stop.AskAsync(command);
}
