using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace BackOffice.Core.Audit;

/// <summary>
/// The canonical JSON of entries and details: fixed order of fields, invariant text. Stores keep these bytes as they are, so that a check hashes
/// what is stored and makes nothing anew.
/// </summary>
public static class AuditCanonical
{
    /// <summary>The entry without its hash.</summary>
    public static byte[] Write(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("subject"u8, entry.Subject);
            json.WriteNumber("number"u8, entry.Number);
            json.WriteString("at"u8, entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("actor"u8, entry.ActorId);
            json.WriteString("action"u8, entry.Action);
            json.WriteString("command"u8, entry.CommandId);
            json.WriteNumber("version"u8, entry.SubjectVersion);
            json.WriteString("detail"u8, entry.DetailDigest);
            json.WriteString("previous"u8, entry.Previous);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The detail with its salt.</summary>
    public static byte[] Write(AuditDetail detail)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("salt"u8, detail.Salt);
            json.WriteString("actor"u8, detail.ActorName);
            json.WriteString("reason"u8, detail.Reason);
            json.WriteStartArray("changes"u8);
            foreach (var change in detail.Changes)
            {
                json.WriteStartArray();
                json.WriteStringValue(change.Field);
                json.WriteStringValue(change.Before);
                json.WriteStringValue(change.After);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("note"u8, detail.Note);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The entry of stored bytes and its stored hash.</summary>
    /// <exception cref="JsonException">The bytes are not an entry.</exception>
    public static AuditEntry ReadEntry(ReadOnlySpan<byte> json, string hash)
    {
        var fields = new Fields(json);
        var entry = new AuditEntry
        {
            Subject = fields.Text("subject"),
            Number = fields.Number("number"),
            At = DateTimeOffset.TryParse(fields.Text("at"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                ? at
                : throw new JsonException("The time of an audit entry cannot be read."),
            ActorId = fields.Text("actor"),
            Action = fields.Text("action"),
            CommandId = fields.TextOrNull("command"),
            SubjectVersion = fields.Number("version"),
            DetailDigest = fields.Text("detail"),
            Previous = fields.Text("previous"),
            Hash = hash,
        };
        fields.End();
        return entry;
    }

    /// <summary>The detail of stored bytes.</summary>
    /// <exception cref="JsonException">The bytes are not a detail.</exception>
    public static AuditDetail ReadDetail(ReadOnlySpan<byte> json)
    {
        var fields = new Fields(json);
        var detail = new AuditDetail
        {
            Salt = fields.Text("salt"),
            ActorName = fields.Text("actor"),
            Reason = fields.TextOrNull("reason"),
            Changes = fields.Changes(),
            Note = fields.TextOrNull("note"),
        };
        fields.End();
        return detail;
    }

    /// <summary>Reads the fields in their fixed order; anything else is no canonical JSON.</summary>
    private ref struct Fields
    {
        private Utf8JsonReader _reader;

        public Fields(ReadOnlySpan<byte> json)
        {
            _reader = new Utf8JsonReader(json);
            Expect(JsonTokenType.StartObject);
        }

        public string Text(string name) => TextOrNull(name) ?? throw new JsonException($"{name} is null.");

        public string? TextOrNull(string name)
        {
            Name(name);
            return Value();
        }

        public long Number(string name)
        {
            Name(name);
            Expect(JsonTokenType.Number);
            return _reader.TryGetInt64(out var value) ? value : throw new JsonException($"{name} is no whole number.");
        }

        public IReadOnlyList<AuditChange> Changes()
        {
            Name("changes");
            Expect(JsonTokenType.StartArray);
            var changes = new List<AuditChange>();
            while (_reader.Read() && _reader.TokenType is JsonTokenType.StartArray)
            {
                changes.Add(new AuditChange(Value() ?? throw new JsonException("A change names its field."), Value(), Value()));
                Expect(JsonTokenType.EndArray);
            }

            return _reader.TokenType is JsonTokenType.EndArray ? changes : throw new JsonException("The changes do not end.");
        }

        public void End() => Expect(JsonTokenType.EndObject);

        private string? Value()
        {
            if (!_reader.Read() || _reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw new JsonException("A text was expected.");
            try
            {
                return _reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                throw new JsonException("A text is no valid Unicode.", e);
            }
        }

        private void Name(string name)
        {
            Expect(JsonTokenType.PropertyName);
            if (!_reader.ValueTextEquals(name))
                throw new JsonException($"The field {name} was expected.");
        }

        private void Expect(JsonTokenType token)
        {
            if (!_reader.Read() || _reader.TokenType != token)
                throw new JsonException($"{token} was expected.");
        }
    }
}
