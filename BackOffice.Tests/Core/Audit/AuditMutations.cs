using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded.Store;

namespace BackOffice.Tests.Core.Audit;

/// <summary>Ways to damage a log that a check must find, drawn at random.</summary>
internal static class AuditMutations
{
    /// <summary>Does one and says which.</summary>
    public static string Apply(Random random, Database database, string archive)
    {
        var rows = database.Number("SELECT count(*) FROM audit");
        var sequence = random.NextInt64(1, rows + 1);
        var other = 1 + ((sequence + random.NextInt64(0, rows - 1)) % rows);
        var checkpoint = random.NextInt64(1, database.Number("SELECT count(*) FROM checkpoints") + 1);
        switch (random.Next(17))
        {
            case 0:
                return Flip(random, database, "audit", "entry", "seq", sequence);
            case 1:
                return Flip(random, database, "audit", "hash", "seq", sequence);
            case 2:
                return Flip(random, database, "audit_detail", "detail", "seq", sequence);
            case 3:
                return Flip(random, database, "checkpoints", "line", "number", checkpoint);
            case 4:
                return Run(database, $"UPDATE audit SET number = number + 1000 WHERE seq = {sequence}");
            case 5:
                return Run(database, $"UPDATE audit SET head = head + 1000 WHERE seq = {sequence}");
            case 6:
                return Run(database, $"DELETE FROM audit WHERE seq = {sequence}; DELETE FROM audit_detail WHERE seq = {sequence}");
            case 7:
                var cut = Run(database, $"DELETE FROM audit WHERE seq >= {sequence}; DELETE FROM audit_detail WHERE seq >= {sequence}");
                ResetHeads(database);
                return cut + " with heads set back";
            case 8:
                return Run(database, Swap("seq", sequence, other));
            case 9:
                return Run(database, $"""
                    CREATE TEMP TABLE held AS SELECT seq, entry, hash, actor, action FROM audit WHERE seq IN ({sequence}, {other});
                    UPDATE audit SET (entry, hash, actor, action) = (SELECT h.entry, h.hash, h.actor, h.action FROM held h WHERE h.seq <> audit.seq)
                    WHERE seq IN ({sequence}, {other}); DROP TABLE held
                    """);
            case 10:
                var forged = database.Number($"SELECT head * 1000 + number FROM audit WHERE seq = {sequence}");
                Forge(database, forged / 1000, forged % 1000);
                return $"chain of {forged / 1000} made anew from {forged % 1000}";
            case 11:
                var gone = database.Number($"SELECT head FROM audit WHERE seq = {sequence}");
                return Run(database, $"""
                    DELETE FROM audit_detail WHERE seq IN (SELECT seq FROM audit WHERE head = {gone}); DELETE FROM audit WHERE head = {gone};
                    DELETE FROM heads WHERE id = {gone}
                    """);
            case 12:
                return Run(database, $"DELETE FROM checkpoints WHERE number = {checkpoint}");
            case 13:
                return CutFile(random, archive);
            case 14:
                return FlipFile(random, archive);
            case 15:
                return Run(database, $"""
                    DELETE FROM audit WHERE seq = {sequence}; UPDATE audit SET seq = -seq WHERE seq > {sequence}; UPDATE audit SET seq = -seq - 1 WHERE seq < 0
                    """);
            default:
                File.AppendAllText(archive, "{}\n");
                return "line added in the second place";
        }
    }

    /// <summary>Every head's audit head set to what the log holds.</summary>
    public static void ResetHeads(Database database)
    {
        foreach (var (id, json) in Heads(database))
        {
            using var row = database.Prepare("SELECT number, hash FROM audit WHERE head = ?1 ORDER BY number DESC LIMIT 1");
            row.Begin().Add(id);
            var last = row.Step() ? new AuditHead(row.Int64(0), Convert.ToHexStringLower(row.Bytes(1))) : AuditHead.None;
            row.End();
            json["audit"] = new JsonObject { ["number"] = last.Number, ["hash"] = last.Hash };
            Write(database, id, json);
        }
    }

    /// <summary>Changes an entry and makes every hash after it, and the head, anew.</summary>
    public static void Forge(Database database, long head, long number)
    {
        var entries = new List<(long Sequence, AuditEntry Entry)>();
        using (var rows = database.Prepare("SELECT seq, hash, entry FROM audit WHERE head = ?1 ORDER BY number"))
        {
            rows.Begin().Add(head);
            while (rows.Step())
                entries.Add((rows.Int64(0), AuditCanonical.ReadEntry(rows.Bytes(2), Convert.ToHexStringLower(rows.Bytes(1)))));
        }

        var previous = AuditHead.None.Hash;
        foreach (var (sequence, entry) in entries)
        {
            var made = entry with { Previous = previous, At = entry.Number == number ? entry.At.AddSeconds(1) : entry.At };
            made = made with { Hash = AuditChain.HashOf(made) };
            previous = made.Hash;
            using var update = database.Prepare("UPDATE audit SET entry = ?2, hash = ?3 WHERE seq = ?1");
            update.Begin().Add(sequence).AddBlob(AuditCanonical.Write(made)).AddBlob(Convert.FromHexString(made.Hash)).Run();
        }

        ResetHeads(database);
    }

    private static List<(long Id, JsonNode Json)> Heads(Database database)
    {
        var heads = new List<(long, JsonNode)>();
        using var rows = database.Prepare("SELECT id, json FROM heads");
        while (rows.Step())
            heads.Add((rows.Int64(0), JsonNode.Parse(rows.Bytes(1)) ?? throw new JsonException("No head.")));
        return heads;
    }

    private static void Write(Database database, long id, JsonNode json)
    {
        using var update = database.Prepare("UPDATE heads SET json = ?2 WHERE id = ?1");
        update.Begin().Add(id).AddBlob(JsonSerializer.SerializeToUtf8Bytes(json)).Run();
    }

    private static string Flip(Random random, Database database, string table, string column, string key, long value)
    {
        byte[] bytes;
        using (var row = database.Prepare($"SELECT {column} FROM {table} WHERE {key} = {value.ToString(CultureInfo.InvariantCulture)}"))
            bytes = row.Step() ? row.Bytes(0).ToArray() : throw new InvalidOperationException("No row.");
        var at = random.Next(bytes.Length);
        bytes[at] ^= (byte)(1 << random.Next(8));
        using var update = database.Prepare($"UPDATE {table} SET {column} = ?1 WHERE {key} = {value.ToString(CultureInfo.InvariantCulture)}");
        update.Begin().AddBlob(bytes).Run();
        return $"bit at {at} of {table}.{column} of {value}";
    }

    private static string CutFile(Random random, string archive)
    {
        var bytes = File.ReadAllBytes(archive);
        var left = random.Next(bytes.Length);
        File.WriteAllBytes(archive, bytes[..left]);
        return $"second place cut to {left} bytes";
    }

    private static string FlipFile(Random random, string archive)
    {
        var bytes = File.ReadAllBytes(archive);
        var at = random.Next(bytes.Length);
        bytes[at] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(archive, bytes);
        return $"bit at {at} of the second place";
    }

    private static string Swap(string column, long one, long other) => string.Create(
        CultureInfo.InvariantCulture,
        $"UPDATE audit SET {column} = -{one} WHERE {column} = {other}; UPDATE audit SET {column} = {other} WHERE {column} = {one}; UPDATE audit SET {column} = {one} WHERE {column} = -{one}");

    private static string Run(Database database, FormattableString sql) => Run(database, FormattableString.Invariant(sql));

    private static string Run(Database database, string sql)
    {
        database.Execute(sql);
        return sql;
    }
}
