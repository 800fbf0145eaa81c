namespace AwsOtel.Engine.Conventions;

/// <summary>Where the value of an attribute is found.</summary>
internal enum Side
{
    /// <summary>In the request object, as the caller filled it.</summary>
    Request,

    /// <summary>In the HTTP request, as it was sent at last.</summary>
    Sent,

    /// <summary>In the response object.</summary>
    Response,

    /// <summary>In a header of the HTTP response; the path is its name.</summary>
    Received,
}
