using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Torture.Money;

/// <summary>The orders as they lie on the disk, read with SQL of the test's own.</summary>
internal static class MoneyFiles
{
    /// <summary>Beside a running server.</summary>
    public static IReadOnlyList<OrderDraft> ReadLive(string data)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "orders.db")};Mode=ReadWrite;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=5000; PRAGMA query_only=ON; BEGIN";
        command.ExecuteNonQuery();
        return ReadAll(connection);
    }

    /// <summary>When no process has it open, from a copy: what a kill left is not touched by looking at it.</summary>
    public static IReadOnlyList<OrderDraft> Read(string data)
    {
        var copy = Directory.CreateTempSubdirectory("bo-money-look-");
        try
        {
            foreach (var name in new[] { "orders.db", "orders.db-wal" }.Where(name => File.Exists(Path.Combine(data, name))))
                File.Copy(Path.Combine(data, name), Path.Combine(copy.FullName, name));
            using var connection = new SqliteConnection($"Data Source={Path.Combine(copy.FullName, "orders.db")};Mode=ReadWrite;Pooling=False");
            connection.Open();
            return ReadAll(connection);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static List<OrderDraft> ReadAll(SqliteConnection connection)
    {
        var children = new Dictionary<long, List<StoredChild>>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT head, kind, key, json FROM children ORDER BY head, kind, key";
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                if (!children.TryGetValue(row.GetInt64(0), out var list))
                    children[row.GetInt64(0)] = list = [];
                list.Add(new StoredChild(row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));
            }
        }

        var drafts = new List<OrderDraft>();
        using var heads = connection.CreateCommand();
        heads.CommandText = "SELECT id, subject, version, json FROM heads WHERE headline IS NOT NULL";
        using var head = heads.ExecuteReader();
        while (head.Read())
        {
            drafts.Add(OrderDraft.Of(new StoredSubject(
                new StoredHead(new SubjectId(head.GetString(1)), head.GetInt64(2), head.GetFieldValue<byte[]>(3)), children.GetValueOrDefault(head.GetInt64(0)) ?? [])));
        }

        return drafts;
    }

    /// <summary>Why an order still moves by itself, or null when it does not.</summary>
    public static string? WhyNotQuiet(OrderDraft draft)
    {
        var head = draft.Head;
        if (draft.Effects().FirstOrDefault(effect => effect.State is EffectState.Sent or EffectState.Unknown or EffectState.Awaiting) is { } open)
            return $"{open.Key} is {open.State} after {open.Sends} sends and {open.Lookups} look-ups";
        if (draft.Refunds().FirstOrDefault(refund => refund.State is RefundState.Approved or RefundState.Running) is { } refund)
            return $"refund {refund.RefundId} is {refund.State}";
        if (draft.Vouchers().FirstOrDefault(voucher => voucher.Pending is not null && !WaitsForAPerson(voucher, head)) is { } voucher)
            return $"voucher {voucher.VoucherId} waits for {voucher.Pending?.Kind}";
        if (head.Resume is not null || head.Workflow is not (WorkflowStatus.Done or WorkflowStatus.Failed or WorkflowStatus.Cancelled))
            return $"{head.Workflow}, step {head.Step?.Name} {head.Step?.Status} {head.Step?.ErrorCode}";
        return head is { Workflow: WorkflowStatus.Failed, Attention: AttentionStatus.None } ? $"failed with {head.Step?.ErrorCode}, and nobody is asked" : null;
    }

    /// <summary>A voucher that is kept back or suspended is sent when it is released, and that is for whoever acts on the order.</summary>
    private static bool WaitsForAPerson(Voucher voucher, OrderHead head) =>
        voucher is { Pending.Kind: PendingKind.Resend, State: VoucherState.KeptBack or VoucherState.Suspended } && head.Attention is not AttentionStatus.None;
}
