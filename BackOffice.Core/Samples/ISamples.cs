using BackOffice.Core.Common;

namespace BackOffice.Core.Samples;

/// <summary>
/// Sample orders: invented customers, real pipeline. In Development alone; everywhere else each call is <see cref="Rejected"/> <c>samples.not-here</c>, and
/// nothing runs.
/// </summary>
public interface ISamples
{
    /// <summary>How the samples stand. Needs orders:read.</summary>
    Task<Result<SampleRun>> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Lets so many orders be placed by the background job, and after them one every few seconds where a trickle is asked for. Where nobody has set the dial of
    /// instant processing yet it is set to 70 %, so that both paths are seen. Needs samples:run; Conflict <c>samples.version</c> when somebody was faster.
    /// </summary>
    Task<Result<SampleRun>> StartAsync(StartSamples command, Actor actor, CancellationToken cancellationToken);

    /// <summary>No further sample order is placed; those that were placed go their way. Needs samples:run.</summary>
    Task<Result<SampleRun>> StopAsync(StopSamples command, Actor actor, CancellationToken cancellationToken);
}

/// <param name="CommandId">Made when the button was shown; 1 to 64 characters.</param>
/// <param name="ExpectedVersion">Of the run as it was seen; 0 when there was none.</param>
/// <param name="Orders">0 to 20,000 more.</param>
/// <param name="Trickle">One order every few seconds from then on.</param>
public sealed record StartSamples(string CommandId, long ExpectedVersion, int Orders, bool Trickle);

/// <param name="CommandId">As in <see cref="StartSamples"/>.</param>
/// <param name="ExpectedVersion">As in <see cref="StartSamples"/>.</param>
public sealed record StopSamples(string CommandId, long ExpectedVersion);
