using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <inheritdoc cref="ICounterCheck"/>
internal sealed class SqliteCounterCheck(SqliteStore store) : ICounterCheck
{
    public Task<CounterReport> RunAsync(bool repair, CancellationToken cancellationToken) => repair
        ? store.WriteAsync(
            session =>
            {
                session.WriteCounters();
                return CounterRows.Check(session.Database, repair: true);
            },
            cancellationToken)
        : store.ScanAsync(database => CounterRows.Check(database, repair: false), cancellationToken);
}
