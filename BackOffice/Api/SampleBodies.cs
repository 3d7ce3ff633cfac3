using BackOffice.Core.Samples;

namespace BackOffice.Api;

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="ExpectedVersion">0 when there are no samples yet.</param>
/// <param name="Orders">0 to 20,000; not for stopping.</param>
/// <param name="Trickle">One order every few seconds; not for stopping.</param>
internal sealed record SamplesBody(string? CommandId, long? ExpectedVersion, long? Orders, bool? Trickle);

/// <param name="Version">To be sent with the next command.</param>
/// <param name="Placed">Sample orders in all.</param>
/// <param name="ToPlace">How many the job still has before it.</param>
/// <param name="Trickle">Whether orders go on coming.</param>
internal sealed record SamplesAnswer(long Version, int Placed, int ToPlace, bool Trickle, DateTimeOffset? StartedAt, string? StartedBy)
{
    public static SamplesAnswer Of(SampleRun run) => new(run.Commands, run.Placed, run.ToPlace, run.Trickle, run.StartedAt, run.StartedBy);
}
