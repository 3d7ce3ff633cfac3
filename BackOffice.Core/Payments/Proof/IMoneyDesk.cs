using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>How the money stands, for pages and the API, and the whole check that a person asks for.</summary>
public interface IMoneyDesk
{
    /// <summary>The standing with what is listed. Needs money:read.</summary>
    Task<Result<MoneyView>> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>How many rows of the page are red. Needs money:read.</summary>
    Task<Result<int>> RedAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for a whole check; the server runs it, whoever leaves. The same id again is the same check. Needs money:verify; Conflict <c>money.running</c> while
    /// another is not over.
    /// </summary>
    /// <param name="commandId">Made when the page was shown: 1 to 64 letters, digits, dashes or underscores.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Of the question; the check runs on.</param>
    Task<Result<MoneyStanding>> StartAsync(string commandId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends the check that runs; what it found until then stands. One that is over stays as it is. Needs money:verify.</summary>
    /// <param name="runId">The check's id.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Of the question.</param>
    Task<Result<MoneyStanding>> StopAsync(string runId, Actor actor, CancellationToken cancellationToken);

    /// <summary>A whole check whose answer is waited for and kept nowhere; that it was asked for is in the audit log. Needs money:verify; Conflict <c>money.running</c> while another such one runs in this process.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    Task<Result<MoneyReport>> VerifyAsync(Actor actor, CancellationToken cancellationToken);
}
