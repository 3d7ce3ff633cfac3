using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Audit;

/// <summary>Checks the chains of one stretch as they stream by: content against hash, link against link, the last link against the head.</summary>
internal sealed class ChainCheck(AuditFindings findings, Action entrySeen) : IChainVisitor
{
    private const int HashLength = 32;
    private readonly byte[] _previous = new byte[HashLength];
    private readonly byte[] _headHash = new byte[HashLength];
    private string? _subject;
    private byte[] _subjectUtf8 = [];
    private bool _isOpen;
    private bool _isGone;
    private long _headNumber;
    private long _number;
    private long _sequence;

    public long Entries { get; private set; }

    /// <summary>Subjects with entries.</summary>
    public long Subjects { get; private set; }

    public void Subject(string? subject, ReadOnlySpan<byte> headJson)
    {
        End();
        _isOpen = true;
        _isGone = subject is null;
        _subject = subject;
        _subjectUtf8 = subject is null ? [] : Encoding.UTF8.GetBytes(subject);
        _number = 0;
        _sequence = 0;
        _previous.AsSpan().Clear();
        if (subject is not null && !TryReadHead(headJson, out _headNumber, _headHash))
            findings.Add("head", subject, null, "The subject's head cannot be read, so the end of its chain is not known.");
    }

    public void Entry(in StoredLink link)
    {
        Entries++;
        entrySeen();
        Span<byte> hash = stackalloc byte[HashLength];
        SHA256.HashData(link.Entry, hash);
        if (!hash.SequenceEqual(link.Hash))
            Found("edited", link.Number, "The entry does not have the hash that was stored with it.");
        if (_isGone)
            Found("missing", link.Number, $"The entry at {link.Sequence} belongs to a subject that is not there.");
        CheckContent(link);
        if (link.Number > _number + 1)
            Found("missing", _number + 1, $"Entries {_number + 1} to {link.Number - 1} are not there.");
        else if (link.Number <= _number)
            Found("reordered", link.Number, "The entry's number comes twice or is out of order.");
        if (link.Sequence <= _sequence)
            Found("reordered", link.Number, $"The entry stands at {link.Sequence} in the log, before its predecessor at {_sequence}.");
        _number = link.Number;
        _sequence = link.Sequence;
        _previous.AsSpan().Clear();
        link.Hash[..Math.Min(HashLength, link.Hash.Length)].CopyTo(_previous);
    }

    /// <summary>After the last entry of the stretch.</summary>
    public void End()
    {
        if (!_isOpen)
            return;
        _isOpen = false;
        if (_number > 0)
            Subjects++;
        if (_isGone)
            return;
        if (_headNumber > _number)
            Found("missing", _number + 1, $"The subject's head counts {_headNumber} entries; the log ends at {_number}.");
        else if (_headNumber < _number)
            Found("head", _headNumber + 1, $"The subject's head counts {_headNumber} entries; the log has {_number}.");
        else if (_number > 0 && !_headHash.AsSpan().SequenceEqual(_previous))
            Found("head", _number, "The subject's head names another last entry than the log has.");
    }

    private void CheckContent(in StoredLink link)
    {
        try
        {
            var json = new Utf8JsonReader(link.Entry);
            json.Read();
            if (!Value(ref json, "subject"u8).ValueTextEquals(_subjectUtf8) && !_isGone)
                Found("edited", link.Number, "The entry names another subject.");
            if (!Value(ref json, "number"u8).TryGetInt64(out var number) || number != link.Number)
                Found("edited", link.Number, $"The entry's own number is {number}.");
            Value(ref json, "at"u8);
            if (!Value(ref json, "actor"u8).ValueTextEquals(link.Actor) || !Value(ref json, "action"u8).ValueTextEquals(link.Action))
                Found("edited", link.Number, "The entry is listed under another actor or action than it names.");
            Value(ref json, "command"u8);
            Value(ref json, "version"u8);
            CheckDetail(Value(ref json, "detail"u8), link);
            Span<byte> previous = stackalloc byte[HashLength];
            if (!TryHash(Value(ref json, "previous"u8), previous) || !previous.SequenceEqual(_previous))
                Found("edited", link.Number, "The entry does not follow the one before it.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Found("edited", link.Number, "The entry cannot be read.");
        }
    }

    private void CheckDetail(in Utf8JsonReader value, in StoredLink link)
    {
        if (link.Detail.IsEmpty)
            return; // erased, which the chain permits
        Span<byte> hash = stackalloc byte[HashLength];
        Span<byte> digest = stackalloc byte[HashLength];
        SHA256.HashData(link.Detail, hash);
        if (!TryHash(value, digest) || !digest.SequenceEqual(hash))
            Found("detail-edited", link.Number, "The entry's detail is not the one that was written.");
    }

    private static ref Utf8JsonReader Value(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        if (!json.Read() || json.TokenType is not JsonTokenType.PropertyName || !json.ValueTextEquals(name) || !json.Read())
            throw new JsonException("No canonical entry.");
        return ref json;
    }

    private static bool TryHash(in Utf8JsonReader value, Span<byte> hash) =>
        value is { TokenType: JsonTokenType.String, ValueIsEscaped: false, ValueSpan.Length: 2 * HashLength }
        && Convert.FromHexString(value.ValueSpan, hash, out _, out _) is System.Buffers.OperationStatus.Done;

    /// <summary>The head's <c>audit</c>: number and hash; a head without it has no entries.</summary>
    private static bool TryReadHead(ReadOnlySpan<byte> head, out long number, Span<byte> hash)
    {
        number = 0;
        hash.Clear();
        try
        {
            var json = new Utf8JsonReader(head);
            if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
                return false;
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                var isAudit = json.ValueTextEquals("audit"u8);
                json.Read();
                if (isAudit && json.TokenType is JsonTokenType.StartObject)
                    return TryReadAudit(ref json, out number, hash);
                json.Skip();
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadAudit(ref Utf8JsonReader json, out long number, Span<byte> hash)
    {
        number = 0;
        var isSound = true;
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isNumber = json.ValueTextEquals("number"u8);
            var isHash = json.ValueTextEquals("hash"u8);
            json.Read();
            if (isNumber)
                isSound &= json.TokenType is JsonTokenType.Number && json.TryGetInt64(out number);
            else if (isHash)
                isSound &= TryHash(json, hash);
            else
                json.Skip();
        }

        return isSound;
    }

    private void Found(string kind, long number, Sentence text) => findings.Add(kind, _subject, number, text);
}
