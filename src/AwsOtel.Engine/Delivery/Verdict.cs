namespace AwsOtel.Engine.Delivery;

/// <summary>What is to be done with spans after an attempt to deliver them.</summary>
internal enum Verdict
{
    /// <summary>The receiver has taken them.</summary>
    Taken,

    /// <summary>The receiver is not there or busy: the same may go well in a moment.</summary>
    TryAgain,

    /// <summary>Something must be mended first (credentials, address, certificate): kept, but not tried again now.</summary>
    Keep,

    /// <summary>The receiver does not want these spans: they are lost, and it would be no use to send them again.</summary>
    Refused,
}
