export interface PictureImage {
  readonly url: string;
  readonly fallbackUrl: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
}

interface PictureProps {
  /** None: a calm field of colour takes its place. */
  readonly image: PictureImage | undefined;
  /** Beside words that say the same, a picture is silent. */
  readonly decorative?: boolean;
  /** The picture that the page is about is asked for at once. */
  readonly important?: boolean;
  readonly className?: string;
}

/** A product's picture in its place from the first moment: its blurred likeness first, then itself. */
export function Picture({ image, decorative = false, important = false, className = '' }: PictureProps) {
  if (image === undefined) return <div className={`aspect-square bg-sunken ${className}`} />;
  const { url, fallbackUrl, alt, width, height, placeholder } = image;
  return (
    <picture className="contents">
      <source srcSet={url} type="image/avif" />
      <img
        src={fallbackUrl}
        alt={decorative ? '' : alt}
        width={width}
        height={height}
        loading={important ? 'eager' : 'lazy'}
        fetchPriority={important ? 'high' : 'auto'}
        decoding="async"
        className={`aspect-square w-full bg-sunken bg-cover object-cover ${className}`}
        style={placeholder === '' ? undefined : { backgroundImage: `url("${placeholder}")` }}
      />
    </picture>
  );
}
