namespace BackOffice.Core.Common;

/// <summary>The store or a queue cannot do its work now, in a call that has no <see cref="Result{T}"/> to say so.</summary>
public sealed class StoreOutage(Unavailable error, Exception? inner = null) : Exception(error.Message, inner)
{
    public Unavailable Error { get; } = error;
}
