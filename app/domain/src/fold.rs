//! Search that forgives a Russian keyboard.
