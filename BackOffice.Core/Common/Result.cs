using System.Diagnostics.CodeAnalysis;

namespace BackOffice.Core.Common;

/// <summary>Either a value or an <see cref="Common.Error"/>.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Error? error)
    {
        _value = value;
        Error = error;
    }

    public Error? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value; asking a failed result for it is a bug.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"{Error.Code}: {Error.Message}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    public Result<TNext> Map<TNext>(Func<T, TNext> next) => Error is null ? next(_value!) : Error;

    public TOut Match<TOut>(Func<T, TOut> success, Func<Error, TOut> failure) => Error is null ? success(_value!) : failure(Error);
}

/// <summary>Success without a value.</summary>
public readonly record struct Done
{
    public static readonly Done Value;
}
