//! A photograph of a paper, made small enough to be sent from a telephone. It is drawn anew, so nothing of the camera's
//! own remarks stays in it, not the place where it was taken either.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// The longest side, in points: small print on A4 is still read.
const LONGEST: f64 = 2000.0;

/// How much of a picture is kept, of 1.
const QUALITY: f64 = 0.85;

/// The picture as JPEG, in a `data:` address.
///
/// # Errors
/// What the browser says of a file that is no picture, or none that it can read.
pub(super) async fn shrink(file: &web_sys::File) -> Result<String, JsValue> {
    // It is turned the way the telephone was held.
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?;
    let bitmap: ImageBitmap = bitmap.unchecked_into();
    let (wide, high) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (LONGEST / wide.max(high).max(1.0)).min(1.0);
    let (wide, high) = ((wide * scale).round().max(1.0), (high * scale).round().max(1.0));
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(points(wide));
    canvas.set_height(points(high));
    let paint = canvas.get_context("2d")?.ok_or(JsValue::NULL)?.unchecked_into::<CanvasRenderingContext2d>();
    // What is transparent would turn black.
    paint.set_fill_style_str("#fff");
    paint.fill_rect(0.0, 0.0, wide, high);
    paint.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, wide, high)?;
    bitmap.close();
    canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &JsValue::from_f64(QUALITY))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 2000")]
fn points(side: f64) -> u32 {
    side as u32
}
