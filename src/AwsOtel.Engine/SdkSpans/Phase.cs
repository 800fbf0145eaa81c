namespace AwsOtel.Engine.SdkSpans;

/// <summary>A stretch of a call inside the SDK; the last three are of the last attempt.</summary>
internal enum Phase
{
    /// <summary>The request is made of the caller's object.</summary>
    Marshalling,

    /// <summary>The scheme and the provider of the credentials are chosen.</summary>
    Authentication,

    /// <summary>The endpoint is found.</summary>
    Endpoint,

    /// <summary>Checksum and signature; also the fetching of credentials that were not there yet.</summary>
    Signing,

    /// <summary>From the first byte sent to the headers of the response.</summary>
    FirstByte,

    /// <summary>The response is read and made an object, or an exception.</summary>
    Reading,
}
