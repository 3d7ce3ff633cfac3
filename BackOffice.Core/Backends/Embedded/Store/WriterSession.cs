using BackOffice.Core.Live;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// What the writer thread works with: the connection, the sequences, and what a transaction gathers until its end. Used by that thread alone.
/// </summary>
internal sealed class WriterSession(Database database, CommitFeed feed, QueueSignals signals)
{
    private readonly Dictionary<string, long> _counters = [];
    private readonly List<CommittedChange> _changes = [];
    private readonly HashSet<QueueSignal> _wake = [];
    private Sequences _committed = Sequences.Read(database);
    private Sequences _current;

    public Database Database { get; } = database;

    /// <summary>The next place in the outbox. Gaps are possible after a rollback of the last place only.</summary>
    public long NextOutbox() => ++_current.Outbox;

    /// <summary>The next place in the audit log; without gaps.</summary>
    public long NextAudit() => ++_current.Audit;

    public long NextReceipt() => ++_current.Receipt;

    /// <summary>Added up over the transaction and written once at its end: hundreds of orders move the same few counters.</summary>
    public void AddCounter(string name, long delta)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counters, name, out _) += delta;
    }

    /// <summary>For the feed, once it is on disk.</summary>
    public void Committed(CommittedChange change)
    {
        if (feed.HasReaders)
            _changes.Add(change);
    }

    /// <summary>Wakes who waits for messages of the queue, once they are on disk.</summary>
    public void WakeQueue(string queue) => _wake.Add(signals.Of(queue));

    /// <summary>Wakes who waits for records of the topic, once they are on disk.</summary>
    public void WakeOutbox(string topic) => _wake.Add(signals.OfOutbox(topic));

    public void Begin()
    {
        _current = _committed;
        Database.Cached("BEGIN IMMEDIATE").Begin().Run();
    }

    /// <summary>Writes what was added up so far, within the transaction: for who must see counters and heads agree.</summary>
    public void WriteCounters()
    {
        foreach (var (name, delta) in _counters)
        {
            if (delta != 0)
                Database.Cached("INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + ?2")
                    .Begin().Add(name).Add(delta).Run();
        }

        _counters.Clear();
    }

    public void Commit()
    {
        WriteCounters();
        Database.Cached("COMMIT").Begin().Run();
        _committed = _current;
    }

    /// <summary>After <see cref="Commit"/>: tells the feed and wakes who waits.</summary>
    public void Announce()
    {
        foreach (var change in _changes)
            feed.Publish(change);
        foreach (var signal in _wake)
            signal.Set();
        Forget();
    }

    public void Rollback()
    {
        Forget();
        _current = _committed;
        if (!Database.InAutocommit)
            Database.Cached("ROLLBACK").Begin().Run();
    }

    private void Forget()
    {
        _counters.Clear();
        _changes.Clear();
        _wake.Clear();
    }

    private struct Sequences
    {
        public long Outbox;
        public long Audit;
        public long Receipt;

        /// <summary>Readers' positions count too: a log whose old rows were removed must not use their numbers again.</summary>
        public static Sequences Read(Database database) => new()
        {
            Outbox = Math.Max(
                database.Number("SELECT coalesce(max(seq), 0) FROM outbox"),
                database.Number("SELECT coalesce(max(position), 0) FROM positions WHERE reader LIKE 'queue:%'")),
            Audit = database.Number("SELECT coalesce(max(seq), 0) FROM audit"),
            Receipt = database.Number("SELECT coalesce(max(receipt), 0) FROM queue"),
        };
    }
}
