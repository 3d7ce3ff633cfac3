using BackOffice.Core.Common;
using BackOffice.Core.Payments.Proof;

namespace BackOffice.Tests.Fakes;

/// <summary>The money as a test says that it stands; nothing is red unless it says so.</summary>
public sealed class FakeMoneyDesk : IMoneyDesk
{
    public FakeMoneyDesk() => Red.Always(0);

    public Answer<bool, MoneyView> Get { get; } = new();

    public Answer<bool, int> Red { get; } = new();

    public Answer<string, MoneyStanding> Start { get; } = new();

    public Answer<string, MoneyStanding> Stop { get; } = new();

    public Task<Result<MoneyView>> GetAsync(Actor actor, CancellationToken cancellationToken) => Get.AskAsync(true);

    public Task<Result<int>> RedAsync(Actor actor, CancellationToken cancellationToken) => Red.AskAsync(true);

    public Task<Result<MoneyStanding>> StartAsync(string commandId, Actor actor, CancellationToken cancellationToken) => Start.AskAsync(commandId);

    public Task<Result<BackOffice.Core.Payments.MoneyReport>> VerifyAsync(Actor actor, CancellationToken cancellationToken) => throw new NotSupportedException("No page waits for a check.");

    public Task<Result<MoneyStanding>> StopAsync(string runId, Actor actor, CancellationToken cancellationToken) => Stop.AskAsync(runId);
}
