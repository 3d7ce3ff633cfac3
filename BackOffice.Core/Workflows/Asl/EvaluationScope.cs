namespace BackOffice.Core.Workflows.Asl;

/// <summary>What expressions of one state read: its data, the context object, the variables, and a random source that the signal's seed decides.</summary>
internal sealed class EvaluationScope(Json data, Func<Json> context, JsonObj variables, SeededRandom random)
{
    private Json? _context;

    public Json Data { get; } = data;

    public SeededRandom Random { get; } = random;

    public EvaluationScope On(Json other) => new(other, () => _context ??= context(), variables, Random);

    /// <summary>The value a path leads to; false when a definite path leads nowhere.</summary>
    public bool TryEvaluate(AslPath path, out Json value)
    {
        value = Json.Null;
        return Root(path) is { } root && path.TryEvaluate(root, new PathFilterScope(root), out value);
    }

    /// <summary>As InputPath and OutputPath read: Jayway's words when nothing is found.</summary>
    /// <exception cref="StateFailure">States.Runtime.</exception>
    public Json Select(AslPath path)
    {
        if (TryEvaluate(path, out var value))
            return value;
        var why = Root(path) is { } root ? path.WhyMissing(root) : $"The variable '${path.Variable}' is not defined";
        throw new StateFailure(StatesError.Runtime, $"Invalid path '{path.Text}' : {why}");
    }

    /// <summary>As a field whose value is a path reads it.</summary>
    /// <param name="field">The field's name, for the message: <c>value.$</c>, <c>ErrorPath</c>.</param>
    /// <exception cref="StateFailure">States.Runtime.</exception>
    public Json Read(AslPath path, string field)
    {
        if (TryEvaluate(path, out var value))
            return value;

        // An index behind the end of an array is null (measured).
        return Root(path) is { } root && path.EndsPastArray(root)
            ? Json.Null
            : throw new StateFailure(
                StatesError.Runtime,
                $"The JSONPath '{path.Text}' specified for the field '{field}' could not be found in the input '{Data.Text}'");
    }

    private Json? Root(AslPath path) => path.Root switch
    {
        PathRoot.Data => Data,
        PathRoot.Context => _context ??= context(),
        PathRoot.Variable => variables.Get(path.Variable),
        _ => null,
    };
}

/// <summary>
/// Numbers that follow from a seed alone, the same on every machine and in every version of .NET (SplitMix64), so that a signal applied again
/// gives the same events.
/// </summary>
internal sealed class SeededRandom(long seed)
{
    private ulong _state = (ulong)seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>At least 0, less than 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A version 4 UUID.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }
}
