using BackOffice.Core.Common;
using BackOffice.Installation;
using BackOffice.Interaction;

namespace BackOffice.Tests.Fakes;

public sealed class FakeSession : ICurrentSession
{
    public SessionFacts? Facts { get; set; } = new(SampleViews.Placed.AddHours(-1), SampleViews.Placed.AddHours(7), TimeSpan.FromMinutes(30), "idp.example", IsTrial: false);

    public Task<SessionFacts?> GetAsync() => Task.FromResult(Facts);
}

public sealed class FakeSystemReports : ISystemReports
{
    public Answer<Actor, SystemReport> Read { get; } = new();

    public Task<Result<SystemReport>> ReadAsync(Actor actor, CancellationToken cancellationToken) => Read.AskAsync(actor);
}
