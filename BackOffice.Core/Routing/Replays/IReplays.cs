using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Replays;

/// <summary>
/// Sending recorded events of a window to rules' targets again: counted first, begun once, run by the server whoever leaves, stoppable. Questions need
/// rules:read, the rest rules:replay.
/// </summary>
public interface IReplays
{
    /// <summary>How many deliveries it would make, and which of its destinations may be told twice. Changes nothing. Invalid, NotFound <c>rule.not-found</c>, Rejected <c>rule.not-enabled</c> or <c>replay.not-here</c>.</summary>
    Task<Result<ReplayCount>> CountAsync(ReplayWindow window, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Begins a replay; the same id again is the same replay. As many deliveries as were counted, or Conflict <c>replay.count</c>; Rejected <c>replay.doubles</c>
    /// when destinations may be told twice and nobody said that they may.
    /// </summary>
    Task<Result<ReplayJob>> StartAsync(ReplayEvents command, Actor actor, CancellationToken cancellationToken);

    /// <summary>How far it is. NotFound <c>replay.not-found</c>.</summary>
    Task<Result<ReplayView>> GetAsync(string jobId, Actor actor, CancellationToken cancellationToken);

    /// <summary>No further delivery is made; those that were made are sent. One that is over stays as it is.</summary>
    Task<Result<ReplayJob>> StopAsync(string jobId, Actor actor, CancellationToken cancellationToken);

    /// <summary>The newest of everybody, newest first, at most 20.</summary>
    Task<Result<IReadOnlyList<ReplayView>>> RecentAsync(Actor actor, CancellationToken cancellationToken);
}

/// <param name="Rules">Whose targets get the events, 1 to 50; all of them must be enabled.</param>
/// <param name="From">Taken at or after, UTC.</param>
/// <param name="To">Taken before, UTC. One that lies ahead stands for now: what is taken after a replay began is delivered anyway.</param>
public sealed record ReplayWindow(IReadOnlyList<string> Rules, DateTimeOffset From, DateTimeOffset To)
{
    public const int MostRules = 50;

    /// <summary>Where it ends when it is counted or begun at a moment.</summary>
    internal DateTimeOffset Until(DateTimeOffset now) => To < now ? To : now;
}

/// <param name="Events">That any of the rules matches.</param>
/// <param name="Deliveries">To their targets.</param>
/// <param name="Doubling">Destinations of the rules where an event that arrived before has an effect again; also of a rule that matches nothing by now.</param>
/// <param name="Rules">The same by rule, in the window's order.</param>
public sealed record ReplayCount(int Events, int Deliveries, IReadOnlyList<string> Doubling, IReadOnlyList<RuleCount> Rules);

/// <param name="Rule">Its name.</param>
/// <param name="Events">That it matches.</param>
/// <param name="Destinations">Where each of them goes.</param>
public sealed record RuleCount(string Rule, int Events, IReadOnlyList<string> Destinations);

/// <param name="Window">As counted.</param>
/// <param name="Counted">The number of deliveries that the person saw.</param>
/// <param name="MayDouble">Must be true when the count named destinations that would be told twice.</param>
/// <param name="CommandId">Also the job's id and the replay's name.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record ReplayEvents(ReplayWindow Window, int Counted, bool MayDouble, string CommandId, string Reason);

/// <param name="Job">How far it came with making deliveries.</param>
/// <param name="Counts">What became of them.</param>
public sealed record ReplayView(ReplayJob Job, DeliveryCounts Counts);
