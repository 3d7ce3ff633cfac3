namespace BackOffice.Core.Orders;

/// <summary>A fraud score in a word.</summary>
public enum FraudBand
{
    /// <summary>0 to 60.</summary>
    Low,

    /// <summary>61 to 75.</summary>
    Elevated,

    /// <summary>76 to 89.</summary>
    High,

    /// <summary>90 to 100.</summary>
    VeryHigh,
}

public static class FraudBands
{
    /// <param name="score">0 to 100, as the fraud service gives it.</param>
    public static FraudBand Of(int score) => score switch
    {
        >= 90 => FraudBand.VeryHigh,
        >= 76 => FraudBand.High,
        >= 61 => FraudBand.Elevated,
        _ => FraudBand.Low,
    };
}
