namespace AwsOtel.Engine.Propagation;

/// <summary>What a carrier says of a context that wants to go in.</summary>
internal enum CarrierState
{
    /// <summary>It fits.</summary>
    Free,

    /// <summary>The receiver would not get it.</summary>
    Closed,

    /// <summary>The caller has put a context there, which stays.</summary>
    Taken,

    /// <summary>There are too many attributes.</summary>
    NoRoom,

    /// <summary>The message would become larger than the service takes.</summary>
    TooLarge,

    /// <summary>What the caller has put there cannot be read, so it cannot be added to.</summary>
    Unreadable,
}
